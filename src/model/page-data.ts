import type { FindingKind, Severity } from './finding.ts';

/** All data of the HTML report. The page inserts it as text, never as markup. */
export interface PageData {
  readonly title: string;
  /** The targets, clients or pull requests that the report is about. */
  readonly subjects: readonly PageSubject[];
  readonly tiles: readonly PageTile[];
  /** Messages to read before the causes. */
  readonly alerts: readonly PageAlert[];
  /** Causes, the most severe first. */
  readonly causes: readonly PageCause[];
  /** The exchanges that show causes, by the ids in `PageCause.evidence`. */
  readonly exchanges: { readonly [id: string]: PageExchange };
  readonly operations: readonly PageOperation[];
  /** Why steps were not tried or skipped. The most frequent reason comes first. */
  readonly unexercised: readonly PageReason[];
  /** Contracts of the operations that have causes. */
  readonly contracts: { readonly [operation: string]: PageContract };
  /** What all sources say, in one table. Null if there is only one source. */
  readonly matrix: PageMatrix | null;
  /** How the results of each subject changed. The oldest run comes first. */
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
  /** The statement of each source about the field. Null: the source says nothing. */
  readonly cells: readonly (string | null)[];
  /** For each source: true if it differs from the majority. */
  readonly odd: readonly boolean[];
  /** True if there is no majority, because the sources are evenly split. */
  readonly split: boolean;
  /** What the sources disagree about, in sentences. */
  readonly why: readonly string[];
}

export interface MatrixOperation extends MatrixRow {
  readonly fields: readonly MatrixRow[];
}

export interface PageSubject {
  readonly name: string;
  readonly kind: 'server' | 'client' | 'pull request';
  readonly fine: boolean;
  /** The meaning of the exit code in words. */
  readonly result: string;
  readonly facts: readonly (readonly [label: string, text: string])[];
}

export interface PageTile {
  readonly label: string;
  readonly count: number;
  readonly tone: 'bad' | 'warn' | 'good' | 'plain';
  /** The view of the page with these items, such as `#/causes?severity=error`. */
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
  /** The subject that shows the cause. */
  readonly where: string;
  readonly kind: FindingKind;
  readonly severity: Severity;
  /** The text `new` or `known`, compared with the baseline or the base of a pull request. Null: there is neither. */
  readonly news: string | null;
  readonly title: string;
  /** The variation in the call, with the fields and the status class of the response. */
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
  /** A ledger entry for the cause, which the user has to complete. */
  readonly entry: string;
  /** The lines to highlight, up to but without the line `to`. */
  readonly marked: { readonly [part in 'request' | 'response' | 'contract']: PageRange | null };
}

export type PageRange = readonly [from: number, to: number];

export interface PageExchange {
  readonly request: readonly string[];
  /** The response is null if none arrived. */
  readonly response: readonly string[] | null;
  readonly failure: string | null;
}

/** What the recordings and traces show about an operation. */
export interface PageOperation {
  readonly id: string;
  /** Method and path, for example `POST /v1/orders`. Empty if no contract describes the operation. */
  readonly request: string;
  /** Subjects that called or cover the operation. */
  readonly exercised: readonly string[];
  readonly unexercised: readonly string[];
  readonly statuses: readonly { readonly status: number; readonly declared: boolean; readonly count: number }[];
  readonly locations: readonly { readonly location: string; readonly varied: number; readonly of: number }[];
  /** Fields that had the same value in every request. */
  readonly never: readonly string[];
  /** The number of steps with each outcome. */
  readonly outcomes: { readonly [outcome: string]: number };
}
