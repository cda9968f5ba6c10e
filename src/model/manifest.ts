import type { Json } from './json.ts';
import type { OperationId } from './operation-id.ts';

/** Notes that people write for an entry of the manifest. They are not lost when the manifest is generated again. */
export interface ManifestNote {
  readonly blocker?: string;
  readonly decision?: string;
  readonly reference?: string;
  readonly text?: string;
}

/**
 * The content of `clients/NAME.notes.yaml`: facts about a client that no trace can show. All notes and ports of the
 * manifest come from this file.
 */
export interface ClientNotes {
  /** The note of each entry. An entry is `orders.ship`, `orders.ship speed` (a port of one field) or `orders.ship field-misplaced`. */
  readonly notes: { readonly [entry: string]: ManifestNote };
  readonly ports_in_flight: readonly KnownInFlight[];
  readonly ports_shipped: readonly KnownShipped[];
}

/**
 * The content of `parity-manifest.json`, generated from evidence. For each client, it says what is covered, missing or
 * in flight, and what drifts.
 */
export interface Manifest {
  readonly format: 3;
  /**
   * Date of the audit. The user gives this date. The date never comes from the clock of the machine. Null if no date
   * was given.
   */
  readonly audited: string | null;
  readonly contracts: { readonly hash: string; readonly profile: string };
  /** Entries by client name, sorted. */
  readonly clients: { readonly [name: string]: ClientManifest };
}

/**
 * What a manifest states about one client. The snapshot of the client contains the same facts. The two can therefore be
 * compared without a trace.
 */
export interface ClientFacts {
  readonly profile: string;
  readonly source: { readonly commit: string | null; readonly dirty: boolean };
  /** Each place where the client states its version, with the version there. */
  readonly versions: { readonly [source: string]: string };
  readonly covers: { readonly [operation: OperationId]: Covering };
  /**
   * Findings that the lists of endpoints do not show, such as `orders.ship field-misplaced`. Each one has its fields.
   */
  readonly drift: { readonly [entry: string]: readonly string[] };
}

interface Covering {
  /** Names of the methods as a caller writes them: `orders.ship`. */
  readonly methods: readonly string[];
  /** Fields that are declared and shipped, but that no method can send. */
  readonly lacks: readonly string[];
}

export interface ClientManifest {
  readonly source: ClientFacts['source'];
  readonly profile: string;
  readonly versions: ClientFacts['versions'];
  /** Covered endpoints by operation id, sorted like all maps in this file. */
  readonly endpoints_covered: { readonly [operation: OperationId]: CoveredEndpoint };
  readonly endpoints_missing: { readonly [operation: OperationId]: MissingEndpoint };
  /**
   * For each pattern of operations that the client lacks on purpose: the reason. Null if the client file gives no
   * reason.
   */
  readonly left_out: { readonly [pattern: string]: string | null };
  readonly ports_in_flight: readonly PortInFlight[];
  readonly ports_shipped: readonly PortShipped[];
  /**
   * Findings that show a difference between the models of the client and the responses, with the fields of each
   * finding.
   */
  readonly model_drift: { readonly [entry: string]: ModelDrift };
  /** Notes whose entry no longer exists. They are reported until somebody removes them. */
  readonly orphaned_notes: readonly { readonly entry: string; readonly note: ManifestNote }[];
  /** Hash of the snapshot that the entries come from. Null if the client has no snapshot. */
  readonly proof: { readonly snapshot: string | null };
}

interface CoveredEndpoint {
  /** Method and path of the operation, for example `POST /v1/orders/{order_id}/ship`. */
  readonly request: string;
  readonly methods: readonly string[];
  /** Declared fields that the client cannot send. Absent if the client can send all declared fields. */
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

/**
 * What is known about a port from the list of ports and from a trace of the port's branch. All further data comes from
 * the contracts.
 */
export interface KnownInFlight extends PortItem {
  /** Pull requests or branches of the port: `#42` or a name. There are several if ports overlap. */
  readonly references: readonly string[];
  readonly titles: readonly string[];
}

export interface PortInFlight extends KnownInFlight {
  /** The change of the server that the port adopts. */
  readonly since: string | null;
  /** True if two open ports add the same operation or field. */
  readonly overlap: boolean;
  /** Days since the server shipped the change. Null if one of the two dates is unknown. */
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

/** A change of a client that is not merged yet: a branch or a pull request. */
export interface OpenPort {
  /** `#42` for a pull request, or the name of a branch. */
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
