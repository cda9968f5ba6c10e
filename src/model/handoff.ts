import type { FindingKind } from './finding.ts';
import type { OperationId } from './operation-id.ts';

/** P0: calls fail. P1: data or errors are lost. P2: something is missing. P3: documentation, manifest and versions are wrong. */
export const PRIORITIES = ['P0', 'P1', 'P2', 'P3'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** The members that all entries of a hand-off have. */
export interface HandedOver {
  /** Id of the entry: `<client>-<6 hexadecimal digits>`. The entry has the same id in every later hand-off. */
  readonly id: string;
  readonly priority: Priority;
  /** ISO date of the first hand-off that contained the entry. */
  readonly first: string;
  /**
   * Fingerprints of the findings in this entry. If an entry of a later hand-off has one of these findings, the later
   * entry gets the same id.
   */
  readonly fingerprints: readonly string[];
}

/** One thing that the maintainers of the client should add or repair, with all places that show it. */
export interface HandoffRow extends HandedOver {
  readonly kind: FindingKind;
  readonly points: readonly HandoffPoint[];
  readonly methods: readonly string[];
  /**
   * What the server expects in a request to the first operation of the row. Null if no contract describes the
   * operation.
   */
  readonly server: { readonly request: string; readonly since: string | null; readonly contract: string } | null;
  /** A program that shows the row. Null if no program was made, or if the program ran and did not show the row. */
  readonly reproduction: Program | null;
  /** The reason if no program shows the row. */
  readonly withheld: string | null;
  /** Where the client's source defines the methods. */
  readonly places: readonly string[];
  /** The request line, and the header or member that shows the difference. */
  readonly wire: readonly string[];
  /** The call in the trace that shows the row. */
  readonly evidence: string;
  /** Ports that already contain a part of the work. */
  readonly inFlight: readonly string[];
  /** States whether the ledger accepts the row, and until when. */
  readonly accepted: { readonly owner: string; readonly expires: string } | null;
}

/**
 * A complete program. `$BASE_URL` is the address of the server, and `$API_KEY` is a key. If they are not set, the
 * program starts a server that returns the recorded responses.
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
  /** The addition of the port. It is an operation, `orders.ship`, or a field, `orders.ship idempotency_key`. */
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
  /** Days since the entry was written. Null if git has no date for the entry. */
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
  /** Sources that were read in addition to the contracts and the trace. */
  readonly sources: readonly string[];
  /** What the server has and the client lacks. */
  readonly missing: readonly HandoffRow[];
  readonly wrong: readonly HandoffRow[];
  readonly inFlight: readonly HandoffPort[];
  readonly manifest: readonly HandoffNote[];
  readonly docs: readonly HandoffNote[];
  readonly lattice: readonly HandoffNote[];
  /** Response members that have different types in two recordings of the same server. */
  readonly answers: readonly HandoffNote[];
  readonly versions: readonly HandoffNote[];
  readonly accepted: readonly HandoffXfail[];
  /**
   * Operations that the client lacks on purpose, and the reason. The client file and the notes file contain the
   * reasons.
   */
  readonly decided: readonly HandoffDecision[];
  readonly reproductions: { readonly shown: number; readonly withheld: number };
}

/**
 * The data of an earlier hand-off that a later hand-off needs. These are ids, and the date of the first hand-off with
 * each entry.
 */
export type EarlierLine = Pick<HandedOver, 'id' | 'first' | 'fingerprints'>;
