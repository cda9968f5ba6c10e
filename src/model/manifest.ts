import type { Json } from './json.ts';
import type { OperationId } from './operation-id.ts';

/** Notes about an entry, written by hand. A newly generated manifest keeps these notes. */
export interface ManifestNote {
  readonly blocker?: string;
  readonly decision?: string;
  readonly reference?: string;
  readonly text?: string;
}

/** Facts from `clients/NAME.notes.yaml`. No trace can show such facts about a client. */
export interface ClientNotes {
  /** The notes, by manifest entry (`orders.ship` or `orders.ship field-misplaced`). */
  readonly notes: { readonly [entry: string]: ManifestNote };
  readonly ports_in_flight: readonly KnownInFlight[];
  readonly ports_shipped: readonly KnownShipped[];
}

/** The content of `parity-manifest.json`: what each client covers and lacks. */
export interface Manifest {
  readonly format: 3;
  /** Date of the audit, as given by the user. */
  readonly audited: string | null;
  readonly contracts: { readonly hash: string; readonly profile: string };
  readonly clients: { readonly [name: string]: ClientManifest };
}

/** What a manifest or a snapshot states about one client. */
export interface ClientFacts {
  readonly profile: string;
  readonly source: { readonly commit: string | null; readonly dirty: boolean };
  /** The versions that the client states, by place, such as `pyproject.toml`. */
  readonly versions: { readonly [source: string]: string };
  readonly covers: { readonly [operation: OperationId]: Covering };
  /** Affected fields by operation and finding kind, such as `{ 'orders.ship field-misplaced': ['note'] }`. */
  readonly drift: { readonly [entry: string]: readonly string[] };
}

interface Covering {
  readonly methods: readonly string[];
  /** Fields that are declared and shipped, but that no method can send. */
  readonly lacks: readonly string[];
}

export interface ClientManifest {
  readonly source: ClientFacts['source'];
  readonly profile: string;
  readonly versions: ClientFacts['versions'];
  /** The keys are sorted, as in all maps of the manifest. */
  readonly endpoints_covered: { readonly [operation: OperationId]: CoveredEndpoint };
  readonly endpoints_missing: { readonly [operation: OperationId]: MissingEndpoint };
  /** Why the client intentionally lacks operations, by pattern for operations. */
  readonly left_out: { readonly [pattern: string]: string | null };
  readonly ports_in_flight: readonly PortInFlight[];
  readonly ports_shipped: readonly PortShipped[];
  /** Findings about a difference between the models of the client and the responses. */
  readonly model_drift: { readonly [entry: string]: ModelDrift };
  /** Notes about entries that no longer exist. Such a note is kept until somebody removes it. */
  readonly orphaned_notes: readonly { readonly entry: string; readonly note: ManifestNote }[];
  readonly proof: { readonly snapshot: string | null };
}

interface CoveredEndpoint {
  readonly request: string;
  readonly methods: readonly string[];
  readonly lacks?: readonly string[];
  readonly note?: ManifestNote;
}

interface MissingEndpoint {
  readonly request: string;
  readonly since: string | null;
  readonly note?: ManifestNote;
}

/** An operation or a field that a port (a branch or pull request of the client) adds. */
export interface PortItem {
  readonly operation: OperationId;
  readonly field: string | null;
}

/** A port that is not merged, with facts from a trace of the port's branch. */
export interface KnownInFlight extends PortItem {
  /** Every open port that adds the operation or field, by number (`#42`) or branch name. */
  readonly references: readonly string[];
  readonly titles: readonly string[];
}

export interface PortInFlight extends KnownInFlight {
  /** The server change that the port adds to the client. */
  readonly since: string | null;
  /** True if at least two open ports add this operation or field. */
  readonly overlap: boolean;
  /** Days since the server shipped the change, or null if a date is unknown. */
  readonly days: number | null;
  readonly note?: ManifestNote;
}

export interface KnownShipped extends PortItem {
  readonly reference: string | null;
  readonly title: string | null;
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

/** A branch or a pull request with a change of the client. */
export interface OpenPort {
  /** The reference is `#42` for a pull request, or the name of a branch. */
  readonly reference: string;
  readonly title: string;
  readonly head: { readonly revision: string } | { readonly folder: string };
  readonly state: 'open' | 'merged' | 'closed';
  readonly at?: { readonly date: string };
}

export interface StaleClaim {
  /** JSON pointer to the outdated statement in the old manifest. */
  readonly pointer: string;
  readonly claim: string;
  readonly evidence: string;
  readonly value: Json;
}
