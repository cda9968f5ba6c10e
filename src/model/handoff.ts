import type { FindingKind } from './finding.ts';
import type { OperationId } from './operation-id.ts';

/** P0: calls fail. P1: data or errors are lost. P2: something is missing. P3: documentation, manifest and versions are wrong. */
export const PRIORITIES = ['P0', 'P1', 'P2', 'P3'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** What every entry of a hand-off has. */
export interface HandedOver {
  /** `<client>-<6 hex>`; the same in every later hand-off. */
  readonly id: string;
  readonly priority: Priority;
  /** ISO date of the first hand-off that contained it. */
  readonly first: string;
  /** The findings it consists of. An entry that shares one with an earlier entry keeps that entry's id. */
  readonly fingerprints: readonly string[];
}

/** One thing to port or repair, with all places that show it. */
export interface HandoffRow extends HandedOver {
  readonly kind: FindingKind;
  readonly points: readonly HandoffPoint[];
  readonly methods: readonly string[];
  /** The server's side of the first point's operation; null if no contract describes it. */
  readonly server: { readonly request: string; readonly since: string | null; readonly contract: string } | null;
  /** A program that shows the row; null if no program did when replayed. */
  readonly reproduction: Program | null;
  /** Why there is no reproduction. */
  readonly withheld: string | null;
  /** Where the client's source defines the methods. */
  readonly places: readonly string[];
  /** The request line, and the header or member that shows the difference. */
  readonly wire: readonly string[];
  /** The trace's call. */
  readonly evidence: string;
  /** Ports that contribute a part of it. */
  readonly inFlight: readonly string[];
  /** Whether the ledger accepts it, and until when. */
  readonly accepted: { readonly owner: string; readonly expires: string } | null;
}

/** A complete program. `$BASE_URL` is the server and `$API_KEY` a key; without them, a server in the program responds as recorded. */
export interface Program {
  readonly language: 'python' | 'js' | 'bash';
  readonly text: string;
}

/** An operation or feature that the client is not meant to have. */
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

/** What one port contributes. */
export interface HandoffPort extends HandedOver {
  readonly references: readonly string[];
  readonly titles: readonly string[];
  /** `orders.ship` or `orders.ship idempotency_key`. */
  readonly brings: readonly string[];
  readonly overlap: boolean;
  readonly days: number | null;
}

/** A claim that is not true. */
export interface HandoffNote extends HandedOver {
  /** `parity-manifest.json#/endpoints_missing/3`, `README.md:40`, `contract, openapi:core`. */
  readonly at: string;
  readonly says: string;
  readonly evidence: string;
}

/** An entry of the ledger. */
export interface HandoffXfail {
  readonly place: string;
  readonly kind: FindingKind;
  readonly field: string | null;
  readonly reason: string;
  readonly ref: string | null;
  readonly owner: string;
  /** Days since it was written; null if git does not know. */
  readonly age: number | null;
  readonly expires: string;
  readonly expired: boolean;
  /** Rows that it excuses. */
  readonly rows: readonly string[];
  readonly at: string;
}

/** What the maintainers of one client receive. */
export interface Handoff {
  readonly format: 2;
  readonly client: string;
  readonly date: string;
  readonly profile: string;
  readonly contracts: string;
  readonly source: { readonly commit: string; readonly dirty: boolean } | null;
  /** Sources that were read in addition to contracts and trace. */
  readonly sources: readonly string[];
  /** What the server has and the client lacks. */
  readonly missing: readonly HandoffRow[];
  readonly wrong: readonly HandoffRow[];
  readonly inFlight: readonly HandoffPort[];
  readonly manifest: readonly HandoffNote[];
  readonly docs: readonly HandoffNote[];
  readonly lattice: readonly HandoffNote[];
  /** Response members whose type changed from one recording to the next. */
  readonly answers: readonly HandoffNote[];
  readonly versions: readonly HandoffNote[];
  readonly accepted: readonly HandoffXfail[];
  /** What is not to be ported, and why: of the client file and of its notes file. */
  readonly decided: readonly HandoffDecision[];
  readonly reproductions: { readonly shown: number; readonly withheld: number };
}

/** The data of an earlier hand-off that a later one needs: ids and first dates. */
export type EarlierLine = Pick<HandedOver, 'id' | 'first' | 'fingerprints'>;
