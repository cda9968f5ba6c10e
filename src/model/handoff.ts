import type { FindingKind } from './finding.ts';
import type { OperationId } from './operation-id.ts';

/** From P0 (calls fail) through P1 (data is lost) and P2 (something is missing) to P3 (documentation is wrong). */
export const PRIORITIES = ['P0', 'P1', 'P2', 'P3'] as const;
export type Priority = (typeof PRIORITIES)[number];

export interface HandedOver {
  /** The id: `<client>-<6 hexadecimal digits>`. The entry keeps this id in later hand-offs. */
  readonly id: string;
  readonly priority: Priority;
  /** ISO date of the first hand-off that contained the entry. */
  readonly first: string;
  /** Fingerprints of the findings, by which a later hand-off recognises the entry. */
  readonly fingerprints: readonly string[];
}

/** One thing that the maintainers of the client should add or repair. */
export interface HandoffRow extends HandedOver {
  readonly kind: FindingKind;
  readonly points: readonly HandoffPoint[];
  readonly methods: readonly string[];
  /** The contract of the row's first operation, if a contract describes the operation. */
  readonly server: { readonly request: string; readonly since: string | null; readonly contract: string } | null;
  /** A program that reproduces the finding, if there is one. */
  readonly reproduction: Program | null;
  /** Why there is no reproduction. */
  readonly withheld: string | null;
  /** Where the client's source defines the methods. */
  readonly places: readonly string[];
  /** The lines from the recorded request and response in which the finding can be seen. */
  readonly wire: readonly string[];
  readonly evidence: string;
  /** Open ports that do a part of the work, by number (`#42`) or branch name. */
  readonly inFlight: readonly string[];
  /** The ledger entry that accepts the row, if any. */
  readonly accepted: { readonly owner: string; readonly expires: string } | null;
}

/** A complete program. Unless `BASE_URL` names a server, the program starts one with the recorded responses. */
export interface Program {
  readonly language: 'python' | 'js' | 'bash';
  readonly text: string;
}

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

/** What the client gets from one port, that is, from a branch or a pull request. */
export interface HandoffPort extends HandedOver {
  readonly references: readonly string[];
  readonly titles: readonly string[];
  /** The operations or fields that the port adds, such as `orders.ship idempotency_key`. */
  readonly brings: readonly string[];
  readonly overlap: boolean;
  readonly days: number | null;
}

/** An untrue claim about the client. */
export interface HandoffNote extends HandedOver {
  /** The file or source with the claim, such as `README.md:40` or `openapi:core`. */
  readonly at: string;
  readonly says: string;
  readonly evidence: string;
}

export interface HandoffXfail {
  readonly place: string;
  readonly kind: FindingKind;
  readonly field: string | null;
  readonly reason: string;
  readonly ref: string | null;
  readonly owner: string;
  /** Days since the entry was written, or null if git does not know the date. */
  readonly age: number | null;
  readonly expires: string;
  readonly expired: boolean;
  /** Ids of the excused rows in this hand-off. */
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
  /** Names of the sources that were read, such as `trace` and `docs:README.md`. */
  readonly sources: readonly string[];
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

/** What a later hand-off has to know about an entry. */
export type EarlierLine = Pick<HandedOver, 'id' | 'first' | 'fingerprints'>;
