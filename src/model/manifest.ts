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
  readonly format: 2;
  /** Given, never taken from a clock; null when not given. */
  readonly audited: string | null;
  readonly contracts: { readonly hash: string; readonly profile: string };
  /** Sorted by name. */
  readonly clients: { readonly [name: string]: ClientManifest };
}

export interface ClientManifest {
  readonly source: { readonly commit: string | null; readonly dirty: boolean };
  readonly profile: string;
  readonly versions: readonly { readonly source: string; readonly version: string }[];
  readonly endpoints_covered: readonly CoveredEndpoint[];
  readonly endpoints_missing: readonly MissingEndpoint[];
  readonly ports_in_flight: readonly PortInFlight[];
  readonly ports_shipped: readonly PortShipped[];
  readonly model_drift: readonly ModelDrift[];
  /** Notes whose entry is gone. Reported until somebody removes them. */
  readonly orphaned_notes: readonly { readonly entry: string; readonly note: ManifestNote }[];
}

export interface CoveredEndpoint {
  readonly operation: OperationId;
  /** `POST /v1/orders/{order_id}/ship`. */
  readonly request: string;
  /** As a caller writes them: `orders.ship`. */
  readonly methods: readonly string[];
  readonly fields: readonly string[];
  readonly fields_missing: readonly string[];
  readonly note?: ManifestNote;
}

export interface MissingEndpoint {
  readonly operation: OperationId;
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
  readonly reference: string | null;
  readonly note?: ManifestNote;
}

export interface ModelDrift {
  readonly operation: OperationId;
  readonly kind: string;
  readonly field: string | null;
  readonly observed: string;
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
