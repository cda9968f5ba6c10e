import type { FindingKind, Severity } from './finding.ts';

/** All data that the HTML report shows. The page inserts the data as text, never as markup. */
export interface PageData {
  readonly title: string;
  /** The subject of the report: the target of a run, a client, or the pull request of a gate. */
  readonly subjects: readonly PageSubject[];
  readonly tiles: readonly PageTile[];
  /** Messages that a reader should see before the causes. */
  readonly alerts: readonly PageAlert[];
  /** Causes. The most severe cause comes first. */
  readonly causes: readonly PageCause[];
  /** The requests and responses that show causes. `PageCause.evidence` contains their ids. */
  readonly exchanges: { readonly [id: string]: PageExchange };
  readonly operations: readonly PageOperation[];
  /** Reasons why steps were not tried or skipped. The most frequent reason comes first. */
  readonly unexercised: readonly PageReason[];
  /** Contracts of the operations that have causes. */
  readonly contracts: { readonly [operation: string]: PageContract };
  /** The statements of all sources in one table. null if there is only one source. */
  readonly matrix: PageMatrix | null;
  /** For each subject with several runs: how its results changed. The oldest run comes first. */
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
  /** For each source, its statement about the field. Null: the source says nothing about the field. */
  readonly cells: readonly (string | null)[];
  /** For each source: true if the source differs from the majority. */
  readonly odd: readonly boolean[];
  /** True if the sources are evenly split, so that there is no majority. */
  readonly split: boolean;
  /** The points about which the sources disagree, in sentences. */
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
  /** The view of the page that lists these items, for example `#/causes?severity=error`. */
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
  /**
   * `new` or `known`, compared with the baseline or with the base of a pull request. Null if there is nothing to
   * compare with.
   */
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
  /** A ledger entry for the cause. The user has to complete the entry. */
  readonly entry: string;
  /**
   * Ranges of lines to highlight in the request and in the response. The line at the end of a range is not highlighted.
   */
  readonly marked: { readonly [part in 'request' | 'response' | 'contract']: PageRange | null };
}

export type PageRange = readonly [from: number, to: number];

export interface PageExchange {
  readonly request: readonly string[];
  /** The response. Null if no response arrived. */
  readonly response: readonly string[] | null;
  readonly failure: string | null;
}

/** What the recordings and traces show about an operation. */
export interface PageOperation {
  readonly id: string;
  /** Method and path, for example `POST /v1/orders`. Empty if no contract describes the operation. */
  readonly request: string;
  /** Subjects that called or cover the operation, and subjects that neither called nor cover it. */
  readonly exercised: readonly string[];
  readonly unexercised: readonly string[];
  readonly statuses: readonly { readonly status: number; readonly declared: boolean; readonly count: number }[];
  readonly locations: readonly { readonly location: string; readonly varied: number; readonly of: number }[];
  /** Fields that had the same value in every request. */
  readonly never: readonly string[];
  /** The number of steps with each outcome. */
  readonly outcomes: { readonly [outcome: string]: number };
}
