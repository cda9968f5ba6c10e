import type { FindingKind } from './finding.ts';
import type { OperationId } from './operation-id.ts';

/** P0 breaks calls, P1 loses data or errors, P2 is missing, P3 is words: docs, manifest, versions. */
export const PRIORITIES = ['P0', 'P1', 'P2', 'P3'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** What every line of a hand-off has. */
export interface HandedOver {
  /** `<client>-<6 hex>`; the same in every later hand-off. */
  readonly id: string;
  readonly priority: Priority;
  /** ISO date of the hand-off that had it first. */
  readonly first: string;
  /** Of what it is made of: one in common with an earlier line makes it that line. */
  readonly fingerprints: readonly string[];
}

/** One thing to port or to repair, whatever it shows at. */
export interface HandoffRow extends HandedOver {
  readonly kind: FindingKind;
  readonly points: readonly HandoffPoint[];
  readonly methods: readonly string[];
  /** Of the first point's operation; null where no contract has it. */
  readonly server: { readonly request: string; readonly since: string | null; readonly contract: string } | null;
  /** Shows the row; null where none did when it was replayed. */
  readonly reproduction: Program | null;
  /** Why there is no reproduction. */
  readonly withheld: string | null;
  /** Where the client's source has the methods. */
  readonly places: readonly string[];
  /** The request line, and the header or member that tells. */
  readonly wire: readonly string[];
  /** The trace's call. */
  readonly evidence: string;
  /** Ports that bring a part of it. */
  readonly inFlight: readonly string[];
  /** Accepted in the ledger. */
  readonly accepted: { readonly owner: string; readonly expires: string } | null;
}

/** A whole program: `$BASE_URL` is the server, `$API_KEY` a key. */
export interface Program {
  readonly language: 'python' | 'js' | 'sh' | 'bash';
  readonly text: string;
}

/** An operation or a feature that the client shall not have. */
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

/** What one port brings. */
export interface HandoffPort extends HandedOver {
  readonly references: readonly string[];
  readonly titles: readonly string[];
  /** `orders.ship` or `orders.ship idempotency_key`. */
  readonly brings: readonly string[];
  readonly overlap: boolean;
  readonly days: number | null;
}

/** A claim that is not so. */
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
  /** Days since it was written; null where git does not say. */
  readonly age: number | null;
  readonly expires: string;
  readonly expired: boolean;
  /** Rows that it excuses. */
  readonly rows: readonly string[];
  readonly at: string;
}

/** What is handed to the maintainers of one client. */
export interface Handoff {
  readonly format: 2;
  readonly client: string;
  readonly date: string;
  readonly profile: string;
  readonly contracts: string;
  readonly source: { readonly commit: string; readonly dirty: boolean } | null;
  /** What was looked at besides contracts and trace. */
  readonly sources: readonly string[];
  /** On the server and not here. */
  readonly missing: readonly HandoffRow[];
  readonly wrong: readonly HandoffRow[];
  readonly inFlight: readonly HandoffPort[];
  readonly manifest: readonly HandoffNote[];
  readonly docs: readonly HandoffNote[];
  readonly lattice: readonly HandoffNote[];
  /** Members of answers that changed their type from one recording to the next. */
  readonly answers: readonly HandoffNote[];
  readonly versions: readonly HandoffNote[];
  readonly accepted: readonly HandoffXfail[];
  /** What is not to be ported, and why: of the client file, and of notes in the manifest. */
  readonly decided: readonly HandoffDecision[];
  readonly reproductions: { readonly shown: number; readonly withheld: number };
}

/** As far as a later hand-off needs it: who had which id, since when. */
export type EarlierLine = Pick<HandedOver, 'id' | 'first' | 'fingerprints'>;
