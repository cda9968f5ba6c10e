import type { Json } from './json.ts';
import type { OperationId } from './operation-id.ts';

/** What people write beside an entry. It survives regeneration. */
export interface ManifestNote {
  readonly blocker?: string;
  readonly decision?: string;
  readonly reference?: string;
  readonly text?: string;
}

/** `parity-manifest.json`: per client what is covered, missing, in flight, and what drifts. Generated from evidence. */
export interface Manifest {
  readonly format: 3;
  /** Given, never taken from a clock; null when not given. */
  readonly audited: string | null;
  readonly contracts: { readonly hash: string; readonly profile: string };
  /** Sorted by name. */
  readonly clients: { readonly [name: string]: ClientManifest };
}

/** What a manifest states about one client. It is kept in the client's snapshot, so that both can be compared anywhere. */
export interface ClientFacts {
  readonly profile: string;
  readonly source: { readonly commit: string | null; readonly dirty: boolean };
  /** Where the client names its version → the version. */
  readonly versions: { readonly [source: string]: string };
  readonly covers: { readonly [operation: OperationId]: Covering };
  /** `orders.ship field-misplaced` → the fields; of findings that the lists of endpoints do not show. */
  readonly drift: { readonly [entry: string]: readonly string[] };
}

export interface Covering {
  /** As a caller writes them: `orders.ship`. */
  readonly methods: readonly string[];
  /** Declared and shipped fields that none of the methods can send. */
  readonly lacks: readonly string[];
}

export interface ClientManifest {
  readonly source: ClientFacts['source'];
  readonly profile: string;
  readonly versions: ClientFacts['versions'];
  /** By operation, as all maps here; sorted. */
  readonly endpoints_covered: { readonly [operation: OperationId]: CoveredEndpoint };
  readonly endpoints_missing: { readonly [operation: OperationId]: MissingEndpoint };
  /** Patterns over operations that the client is not meant to have → the reason; null where its file gives none. */
  readonly left_out: { readonly [pattern: string]: string | null };
  readonly ports_in_flight: readonly PortInFlight[];
  readonly ports_shipped: readonly PortShipped[];
  /** `orders.ship field-misplaced` → the fields that show it. */
  readonly model_drift: { readonly [entry: string]: ModelDrift };
  /** Notes whose entry is gone. Reported until somebody removes them. */
  readonly orphaned_notes: readonly { readonly entry: string; readonly note: ManifestNote }[];
  /** Hashes of what the entries were made from: the client's snapshot, and the two lists of ports. */
  readonly proof: { readonly snapshot: string | null; readonly ports: string };
}

export interface CoveredEndpoint {
  /** `POST /v1/orders/{order_id}/ship`. */
  readonly request: string;
  readonly methods: readonly string[];
  /** Absent: every field that the contract declares can be sent. */
  readonly lacks?: readonly string[];
  readonly note?: ManifestNote;
}

export interface MissingEndpoint {
  readonly request: string;
  readonly since: string | null;
  readonly note?: ManifestNote;
}

/** What a port brings: an operation, or one field of one. */
export interface PortItem {
  readonly operation: OperationId;
  readonly field: string | null;
}

export interface PortInFlight extends PortItem {
  /** The server's change. */
  readonly since: string | null;
  /** `#42` or a branch; several when ports overlap. */
  readonly references: readonly string[];
  readonly titles: readonly string[];
  /** Two open ports bring the same. */
  readonly overlap: boolean;
  /** Days since the server shipped it, when both dates are known. */
  readonly days: number | null;
  readonly note?: ManifestNote;
}

export interface PortShipped extends PortItem {
  readonly since: string | null;
  readonly reference: string | null;
  readonly title: string | null;
  /** ISO date; null where nobody said it. */
  readonly merged: string | null;
  readonly note?: ManifestNote;
}

export interface ModelDrift {
  readonly fields: readonly string[];
  readonly note?: ManifestNote;
}

/** A branch or pull request of a client. */
export interface OpenPort {
  /** `#42` or the branch's name. */
  readonly reference: string;
  readonly title: string;
  /** A revision of the client's repository, or a folder. */
  readonly head: { readonly revision: string } | { readonly folder: string };
  readonly state: 'open' | 'merged' | 'closed';
  readonly at?: { readonly date: string };
}

/** A claim of a hand-kept manifest, and what the evidence says of it. */
export interface StaleClaim {
  /** JSON pointer into the old manifest. */
  readonly pointer: string;
  readonly claim: string;
  readonly evidence: string;
  readonly value: Json;
}
