import type { FindingKind } from './finding.ts';
import type { OperationId } from './operation-id.ts';

/** P0: calls fail. P1: data or errors are lost. P2: something is missing. P3: documentation, manifest and versions are wrong. */
export const PRIORITIES = ['P0', 'P1', 'P2', 'P3'] as const;
export type Priority = (typeof PRIORITIES)[number];

export interface HandedOver {
  /** The id is `<client>-<6 hexadecimal digits>`. Later hand-offs use the same id for the entry. */
  readonly id: string;
  readonly priority: Priority;
  /** ISO date of the first hand-off that contained the entry. */
  readonly first: string;
  /** Fingerprints of the findings in this entry. A later entry with one of them gets the same id. */
  readonly fingerprints: readonly string[];
}

/** One thing that the maintainers of the client should add or repair. */
export interface HandoffRow extends HandedOver {
  readonly kind: FindingKind;
  readonly points: readonly HandoffPoint[];
  readonly methods: readonly string[];
  /** What the server expects in a request to the first operation. Null if no contract describes it. */
  readonly server: { readonly request: string; readonly since: string | null; readonly contract: string } | null;
  /** A program that shows the row. Null if there is none, or if it ran and did not show the row. */
  readonly reproduction: Program | null;
  /** Why no program shows the row. */
  readonly withheld: string | null;
  /** Where the client's source defines the methods. */
  readonly places: readonly string[];
  /** The request line, with the header or member that shows the difference. */
  readonly wire: readonly string[];
  /** The call in the trace that shows the row. */
  readonly evidence: string;
  /** Ports that contain a part of the work. */
  readonly inFlight: readonly string[];
  /** The ledger entry that accepts the row. Null if there is none. */
  readonly accepted: { readonly owner: string; readonly expires: string } | null;
}

/**
 * A complete program. `$BASE_URL` is the server, and `$API_KEY` a key. Without them, the program starts a server that returns the
 * recorded responses.
 */
export interface Program {
  readonly language: 'python' | 'js' | 'bash';
  readonly text: string;
}

/** An operation or feature that the client lacks on purpose. */
export interface HandoffDecision {
  readonly what: string;
  readonly why: string;
}

export interface HandoffPoint {
  readonly operation: OperationId;
  readonly field: string | null;
  readonly expected: string;
  readonly observed: string;
}

/** What one port adds to the client. */
export interface HandoffPort extends HandedOver {
  readonly references: readonly string[];
  readonly titles: readonly string[];
  /** The operations or fields that the port adds: `orders.ship`, `orders.ship idempotency_key`. */
  readonly brings: readonly string[];
  readonly overlap: boolean;
  readonly days: number | null;
}

/** A claim about the client that is not true. */
export interface HandoffNote extends HandedOver {
  /** Where the claim is made: `parity-manifest.json#/endpoints_missing/3`, `README.md:40`, `contract, openapi:core`. */
  readonly at: string;
  readonly says: string;
  readonly evidence: string;
}

/** An entry of the ledger that concerns the client. */
export interface HandoffXfail {
  readonly place: string;
  readonly kind: FindingKind;
  readonly field: string | null;
  readonly reason: string;
  readonly ref: string | null;
  readonly owner: string;
  /** Days since the entry was written. Null if git does not know the date. */
  readonly age: number | null;
  readonly expires: string;
  readonly expired: boolean;
  /** Ids of the rows that the entry excuses. */
  readonly rows: readonly string[];
  readonly at: string;
}

/** The report for the maintainers of one client. */
export interface Handoff {
  readonly format: 2;
  readonly client: string;
  readonly date: string;
  readonly profile: string;
  readonly contracts: string;
  readonly source: { readonly commit: string; readonly dirty: boolean } | null;
  /** Sources other than the contracts and the trace. */
  readonly sources: readonly string[];
  /** What the server has and the client lacks. */
  readonly missing: readonly HandoffRow[];
  readonly wrong: readonly HandoffRow[];
  readonly inFlight: readonly HandoffPort[];
  readonly manifest: readonly HandoffNote[];
  readonly docs: readonly HandoffNote[];
  readonly lattice: readonly HandoffNote[];
  /** Response members whose types differ between two recordings of the same server. */
  readonly answers: readonly HandoffNote[];
  readonly versions: readonly HandoffNote[];
  readonly accepted: readonly HandoffXfail[];
  /** Operations that the client lacks on purpose, according to the client file and the notes file. */
  readonly decided: readonly HandoffDecision[];
  readonly reproductions: { readonly shown: number; readonly withheld: number };
}

/** The members of an earlier entry that a later hand-off needs. */
export type EarlierLine = Pick<HandedOver, 'id' | 'first' | 'fingerprints'>;
