import type { Json } from './json.ts';
import type { OperationId } from './operation-id.ts';

/** Notes of people about an entry of the manifest. They stay when the manifest is generated again. */
export interface ManifestNote {
  readonly blocker?: string;
  readonly decision?: string;
  readonly reference?: string;
  readonly text?: string;
}

/** The content of `clients/NAME.notes.yaml`: facts about a client that no trace can show. */
export interface ClientNotes {
  /** Notes by entry: `orders.ship`, `orders.ship speed` (a port of one field) or `orders.ship field-misplaced`. */
  readonly notes: { readonly [entry: string]: ManifestNote };
  readonly ports_in_flight: readonly KnownInFlight[];
  readonly ports_shipped: readonly KnownShipped[];
}

/** The content of `parity-manifest.json`: for each client, what is covered, missing or in flight, and what drifts. */
export interface Manifest {
  readonly format: 3;
  /** Date of the audit, which the user gives. It never comes from the clock of the machine. */
  readonly audited: string | null;
  readonly contracts: { readonly hash: string; readonly profile: string };
  /** Entries by client name, sorted. */
  readonly clients: { readonly [name: string]: ClientManifest };
}

/** What a manifest states about one client. A snapshot contains the same facts, so both can be compared without a trace. */
export interface ClientFacts {
  readonly profile: string;
  readonly source: { readonly commit: string | null; readonly dirty: boolean };
  /** The version at each place where the client states it. */
  readonly versions: { readonly [source: string]: string };
  readonly covers: { readonly [operation: OperationId]: Covering };
  /** Findings that the lists of endpoints do not show, such as `orders.ship field-misplaced`, with their fields. */
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
  /** The endpoints are sorted by operation id, like all maps in this file. */
  readonly endpoints_covered: { readonly [operation: OperationId]: CoveredEndpoint };
  readonly endpoints_missing: { readonly [operation: OperationId]: MissingEndpoint };
  /** Why the client lacks the operations of each pattern on purpose. Null if the client file gives no reason. */
  readonly left_out: { readonly [pattern: string]: string | null };
  readonly ports_in_flight: readonly PortInFlight[];
  readonly ports_shipped: readonly PortShipped[];
  /** Findings about a difference between the models of the client and the responses. */
  readonly model_drift: { readonly [entry: string]: ModelDrift };
  /** Notes whose entry no longer exists. They stay until somebody removes them. */
  readonly orphaned_notes: readonly { readonly entry: string; readonly note: ManifestNote }[];
  /** Hash of the snapshot that the entries come from. */
  readonly proof: { readonly snapshot: string | null };
}

interface CoveredEndpoint {
  /** Method and path of the operation, for example `POST /v1/orders/{order_id}/ship`. */
  readonly request: string;
  readonly methods: readonly string[];
  /** Declared fields that the client cannot send. Absent if there are none. */
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

/** What the list of ports and the trace of the port's branch say about a port. */
export interface KnownInFlight extends PortItem {
  /** Pull requests, `#42`, or branches. There are several if ports overlap. */
  readonly references: readonly string[];
  readonly titles: readonly string[];
}

export interface PortInFlight extends KnownInFlight {
  /** The change of the server that the port adopts. */
  readonly since: string | null;
  /** True if two open ports add the same operation or field. */
  readonly overlap: boolean;
  /** Days since the server shipped the change. Null if a date is unknown. */
  readonly days: number | null;
  readonly note?: ManifestNote;
}

export interface KnownShipped extends PortItem {
  readonly reference: string | null;
  readonly title: string | null;
  /** Date of the merge in ISO format. */
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
  /** The reference is `#42` for a pull request, or the name of a branch. */
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
