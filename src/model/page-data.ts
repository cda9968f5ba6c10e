import type { FindingKind, Severity } from './finding.ts';

/** All data of the HTML report. The page inserts the data as text, never as markup. */
export interface PageData {
  readonly title: string;
  readonly subjects: readonly PageSubject[];
  readonly tiles: readonly PageTile[];
  readonly alerts: readonly PageAlert[];
  /** The most severe cause comes first. */
  readonly causes: readonly PageCause[];
  /** The key is the id of the exchange, for example `fire/replays/order#1`. */
  readonly exchanges: { readonly [id: string]: PageExchange };
  readonly operations: readonly PageOperation[];
  /** Reasons why steps were not tried or were skipped, the most frequent reason first. */
  readonly unexercised: readonly PageReason[];
  readonly contracts: { readonly [operation: string]: PageContract };
  /** The statements of all sources, if there are several sources. */
  readonly matrix: PageMatrix | null;
  /** One trend per subject, with the oldest run first. */
  readonly trend: readonly PageTrend[];
}

interface PageContract {
  readonly file: string;
  readonly lines: readonly string[];
}

export interface PageTrend {
  readonly name: string;
  readonly runs: readonly { readonly label: string; readonly errors: number; readonly warnings: number }[];
}

export interface PageMatrix {
  readonly sources: readonly string[];
  readonly operations: readonly MatrixOperation[];
}

export interface MatrixRow {
  readonly name: string;
  /** What each source says, in the order of `PageMatrix.sources`. A source without a statement has the value null. */
  readonly cells: readonly (string | null)[];
  /** True for each source that differs from the majority. */
  readonly odd: readonly boolean[];
  /** True if the sources are evenly split. */
  readonly split: boolean;
  /** Sentences that say what the sources disagree about. */
  readonly why: readonly string[];
}

export interface MatrixOperation extends MatrixRow {
  readonly fields: readonly MatrixRow[];
}

export interface PageSubject {
  readonly name: string;
  readonly kind: 'server' | 'client' | 'pull request';
  readonly fine: boolean;
  readonly result: string;
  readonly facts: readonly (readonly [label: string, text: string])[];
}

export interface PageTile {
  readonly label: string;
  readonly count: number;
  readonly tone: 'bad' | 'warn' | 'good' | 'plain';
  /** A link to the counted items on the page, such as `#/causes?severity=error`. */
  readonly link: string;
}

export interface PageAlert {
  readonly kind: 'xpass' | 'blocked' | 'expiring' | 'ledger' | 'stale' | 'left behind';
  readonly title: string;
  readonly text: string;
}

export interface PageReason {
  readonly where: string;
  readonly outcome: 'not tried' | 'skipped';
  readonly reason: string;
  readonly count: number;
  readonly steps: readonly string[];
}

export interface PageCause {
  readonly id: string;
  readonly where: string;
  readonly kind: FindingKind;
  readonly severity: Severity;
  /** `new` or `known`, or null if there is no baseline or base revision. */
  readonly news: string | null;
  readonly title: string;
  /** The cause in one line, for example `NUL character in title → 5xx`. */
  readonly summary: string;
  readonly operations: readonly string[];
  readonly fields: readonly string[];
  readonly count: number;
  readonly steps: readonly string[];
  readonly expected: string;
  readonly observed: string;
  readonly methods: readonly string[];
  readonly evidence: { readonly exchange: string; readonly pointer: string; readonly excerpt: string };
  /** Where the step is defined, such as `suites/a.yaml:7`. */
  readonly source: string | null;
  readonly reproduction: readonly string[];
  /** A draft of a ledger entry that accepts the cause, for the user to complete. */
  readonly entry: string;
  /** Lines to highlight, up to but not including `to`. */
  readonly marked: { readonly [part in 'request' | 'response' | 'contract']: PageRange | null };
}

export type PageRange = readonly [from: number, to: number];

export interface PageExchange {
  readonly request: readonly string[];
  readonly response: readonly string[] | null;
  readonly failure: string | null;
}

export interface PageOperation {
  readonly id: string;
  /** Method and path, such as `POST /v1/orders`, or empty if no contract describes the operation. */
  readonly request: string;
  /** Names of the targets and clients that called the operation. */
  readonly exercised: readonly string[];
  readonly unexercised: readonly string[];
  readonly statuses: readonly { readonly status: number; readonly declared: boolean; readonly count: number }[];
  readonly locations: readonly { readonly location: string; readonly varied: number; readonly of: number }[];
  /** Fields whose values were equal in all requests. */
  readonly never: readonly string[];
  readonly outcomes: { readonly [outcome: string]: number };
}
