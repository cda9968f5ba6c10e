import type { Json } from './json.ts';
import type { OperationId } from './operation-id.ts';

/** Notes that people write beside an entry of the manifest. They are kept when the manifest is generated again. */
export interface ManifestNote {
  readonly blocker?: string;
  readonly decision?: string;
  readonly reference?: string;
  readonly text?: string;
}

/**
 * The content of `clients/NAME.notes.yaml`: facts about a client that no trace can show. The manifest takes its notes and ports
 * only from this file.
 */
export interface ClientNotes {
  /** The note of each entry. An entry is `orders.ship`, `orders.ship speed` (a port of one field) or `orders.ship field-misplaced`. */
  readonly notes: { readonly [entry: string]: ManifestNote };
  readonly ports_in_flight: readonly KnownInFlight[];
  readonly ports_shipped: readonly KnownShipped[];
}

/**
 * The content of `parity-manifest.json`, generated from evidence: for each client, what is covered, missing, in flight, and
 * what drifts.
 */
export interface Manifest {
  readonly format: 3;
  /** Date of the audit. The user gives this date; it never comes from a clock. Null if no date was given. */
  readonly audited: string | null;
  readonly contracts: { readonly hash: string; readonly profile: string };
  /** Entries by client name, sorted. */
  readonly clients: { readonly [name: string]: ClientManifest };
}

/**
 * What a manifest states about one client. The client's snapshot contains the same facts, so that the two can be compared
 * without a trace.
 */
export interface ClientFacts {
  readonly profile: string;
  readonly source: { readonly commit: string | null; readonly dirty: boolean };
  /** Each place where the client states its version, with the version there. */
  readonly versions: { readonly [source: string]: string };
  readonly covers: { readonly [operation: OperationId]: Covering };
  /** Findings that the lists of endpoints do not show, such as `orders.ship field-misplaced`, with the fields. */
  readonly drift: { readonly [entry: string]: readonly string[] };
}

interface Covering {
  /** Names of the methods as a caller writes them: `orders.ship`. */
  readonly methods: readonly string[];
  /** Declared and shipped fields that no method can send. */
  readonly lacks: readonly string[];
}

export interface ClientManifest {
  readonly source: ClientFacts['source'];
  readonly profile: string;
  readonly versions: ClientFacts['versions'];
  /** Covered endpoints by operation id, sorted like all maps in this file. */
  readonly endpoints_covered: { readonly [operation: OperationId]: CoveredEndpoint };
  readonly endpoints_missing: { readonly [operation: OperationId]: MissingEndpoint };
  /** Each pattern for operations that the client lacks on purpose, with the reason. The reason is null if the client file gives none. */
  readonly left_out: { readonly [pattern: string]: string | null };
  readonly ports_in_flight: readonly PortInFlight[];
  readonly ports_shipped: readonly PortShipped[];
  /** Differences between the client's models and the responses, such as `orders.ship field-misplaced`, with the fields that show them. */
  readonly model_drift: { readonly [entry: string]: ModelDrift };
  /** Notes whose entry no longer exists. They are reported until somebody removes them. */
  readonly orphaned_notes: readonly { readonly entry: string; readonly note: ManifestNote }[];
  /** Hash of the snapshot from which the entries were made. Null if the client has no snapshot. */
  readonly proof: { readonly snapshot: string | null };
}

interface CoveredEndpoint {
  /** Method and path of the operation, for example `POST /v1/orders/{order_id}/ship`. */
  readonly request: string;
  readonly methods: readonly string[];
  /** Declared fields that the client cannot send. Absent if it can send all of them. */
  readonly lacks?: readonly string[];
  readonly note?: ManifestNote;
}

interface MissingEndpoint {
  readonly request: string;
  readonly since: string | null;
  readonly note?: ManifestNote;
}

/** What a port adds to the client: an operation, or a field of an operation. */
export interface PortItem {
  readonly operation: OperationId;
  readonly field: string | null;
}

/** What is known about a port from the list of ports and from a trace of the port's branch. Everything else comes from the contracts. */
export interface KnownInFlight extends PortItem {
  /** Pull request or branch of the port, `#42` or a name. Several if ports overlap. */
  readonly references: readonly string[];
  readonly titles: readonly string[];
}

export interface PortInFlight extends KnownInFlight {
  /** The change of the server that the port adopts. */
  readonly since: string | null;
  /** True if two open ports add the same thing. */
  readonly overlap: boolean;
  /** Days since the server shipped the change, if both dates are known. */
  readonly days: number | null;
  readonly note?: ManifestNote;
}

export interface KnownShipped extends PortItem {
  readonly reference: string | null;
  readonly title: string | null;
  /** Date of the merge in ISO format. Null if unknown. */
  readonly merged: string | null;
}

export interface PortShipped extends KnownShipped {
  readonly since: string | null;
  readonly note?: ManifestNote;
}

interface ModelDrift {
  readonly fields: readonly string[];
  readonly note?: ManifestNote;
}

/** A branch or pull request of a client that is not merged yet. */
export interface OpenPort {
  /** `#42` for a pull request, otherwise the name of the branch. */
  readonly reference: string;
  readonly title: string;
  /** A revision of the client's repository, or a folder with the changed client. */
  readonly head: { readonly revision: string } | { readonly folder: string };
  readonly state: 'open' | 'merged' | 'closed';
  readonly at?: { readonly date: string };
}

/** A claim of a hand-written manifest that the evidence contradicts. */
export interface StaleClaim {
  /** JSON pointer to the claim in the old manifest. */
  readonly pointer: string;
  readonly claim: string;
  readonly evidence: string;
  readonly value: Json;
}
