import type { Json } from './json.ts';
import type { OperationId } from './operation-id.ts';

/** Notes that people write beside an entry. They survive regeneration. */
export interface ManifestNote {
  readonly blocker?: string;
  readonly decision?: string;
  readonly reference?: string;
  readonly text?: string;
}

/** `clients/NAME.notes.yaml`: what no trace can show. The one source of the manifest's notes and ports. */
export interface ClientNotes {
  /** `orders.ship`, `orders.ship speed` (a port of one field) or `orders.ship field-misplaced` → the note. */
  readonly notes: { readonly [entry: string]: ManifestNote };
  readonly ports_in_flight: readonly KnownInFlight[];
  readonly ports_shipped: readonly KnownShipped[];
}

/** `parity-manifest.json`: per client what is covered, missing, in flight, and what drifts. Generated from evidence. */
export interface Manifest {
  readonly format: 3;
  /** Set from a given date, never from a clock; null if none was given. */
  readonly audited: string | null;
  readonly contracts: { readonly hash: string; readonly profile: string };
  /** Sorted by name. */
  readonly clients: { readonly [name: string]: ClientManifest };
}

/** What a manifest states about one client. The client's snapshot stores it too, so that the two can be compared anywhere. */
export interface ClientFacts {
  readonly profile: string;
  readonly source: { readonly commit: string | null; readonly dirty: boolean };
  /** Where the client names its version → the version. */
  readonly versions: { readonly [source: string]: string };
  readonly covers: { readonly [operation: OperationId]: Covering };
  /** `orders.ship field-misplaced` → the fields, for findings that the lists of endpoints do not show. */
  readonly drift: { readonly [entry: string]: readonly string[] };
}

export interface Covering {
  /** As a caller writes them: `orders.ship`. */
  readonly methods: readonly string[];
  /** Declared and shipped fields that no method can send. */
  readonly lacks: readonly string[];
}

export interface ClientManifest {
  readonly source: ClientFacts['source'];
  readonly profile: string;
  readonly versions: ClientFacts['versions'];
  /** By operation, sorted, like all maps here. */
  readonly endpoints_covered: { readonly [operation: OperationId]: CoveredEndpoint };
  readonly endpoints_missing: { readonly [operation: OperationId]: MissingEndpoint };
  /** Patterns for operations that the client is not meant to have → the reason; null if its file gives none. */
  readonly left_out: { readonly [pattern: string]: string | null };
  readonly ports_in_flight: readonly PortInFlight[];
  readonly ports_shipped: readonly PortShipped[];
  /** `orders.ship field-misplaced` → the fields that show it. */
  readonly model_drift: { readonly [entry: string]: ModelDrift };
  /** Notes whose entry no longer exists. They are reported until somebody removes them. */
  readonly orphaned_notes: readonly { readonly entry: string; readonly note: ManifestNote }[];
  /** Hash of the snapshot that the entries were made from; null: there is none. */
  readonly proof: { readonly snapshot: string | null };
}

export interface CoveredEndpoint {
  /** `POST /v1/orders/{order_id}/ship`. */
  readonly request: string;
  readonly methods: readonly string[];
  /** Absent: every declared field can be sent. */
  readonly lacks?: readonly string[];
  readonly note?: ManifestNote;
}

export interface MissingEndpoint {
  readonly request: string;
  readonly since: string | null;
  readonly note?: ManifestNote;
}

/** What a port contributes: an operation, or one of its fields. */
export interface PortItem {
  readonly operation: OperationId;
  readonly field: string | null;
}

/** What the list of ports and the trace of a port's branch state about the port; everything else comes from the contracts. */
export interface KnownInFlight extends PortItem {
  /** `#42` or a branch; several when ports overlap. */
  readonly references: readonly string[];
  readonly titles: readonly string[];
}

export interface PortInFlight extends KnownInFlight {
  /** The server's change. */
  readonly since: string | null;
  /** Two open ports contribute the same. */
  readonly overlap: boolean;
  /** Days since the server shipped it, if both dates are known. */
  readonly days: number | null;
  readonly note?: ManifestNote;
}

export interface KnownShipped extends PortItem {
  readonly reference: string | null;
  readonly title: string | null;
  /** ISO date; null if unknown. */
  readonly merged: string | null;
}

export interface PortShipped extends KnownShipped {
  readonly since: string | null;
  readonly note?: ManifestNote;
}

export interface ModelDrift {
  readonly fields: readonly string[];
  readonly note?: ManifestNote;
}

/** A branch or pull request of a client. */
export interface OpenPort {
  /** `#42` or the branch name. */
  readonly reference: string;
  readonly title: string;
  /** A revision of the client's repository, or a folder. */
  readonly head: { readonly revision: string } | { readonly folder: string };
  readonly state: 'open' | 'merged' | 'closed';
  readonly at?: { readonly date: string };
}

/** A claim of a hand-written manifest that contradicts the evidence. */
export interface StaleClaim {
  /** JSON pointer into the old manifest. */
  readonly pointer: string;
  readonly claim: string;
  readonly evidence: string;
  readonly value: Json;
}
