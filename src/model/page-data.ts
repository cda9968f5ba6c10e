import type { FindingKind, Severity } from './finding.ts';

/** Everything that the HTML report shows. The page inserts all of it as text, never as markup. */
export interface PageData {
  readonly title: string;
  /** The target of a run, a client, or the pull request of a gate. */
  readonly subjects: readonly PageSubject[];
  readonly tiles: readonly PageTile[];
  /** What must be looked at before the causes. */
  readonly alerts: readonly PageAlert[];
  /** Gravest first. */
  readonly causes: readonly PageCause[];
  /** The requests and responses that show causes, by the ids in `PageCause.evidence`. */
  readonly exchanges: { readonly [id: string]: PageExchange };
  readonly operations: readonly PageOperation[];
  /** Why steps were not tried or skipped, most frequent reason first. */
  readonly unexercised: readonly PageReason[];
  /** Contracts of the operations that causes are about. */
  readonly contracts: { readonly [operation: string]: PageContract };
  /** All sources side by side; null if only one was given. */
  readonly matrix: PageMatrix | null;
  /** Subjects for which several runs were given, oldest run first. */
  readonly trend: readonly PageTrend[];
}

export interface PageContract {
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
  /** What each source says; null: nothing. */
  readonly cells: readonly (string | null)[];
  /** For each source, whether it differs from the majority. */
  readonly odd: readonly boolean[];
  /** The sources are evenly split. */
  readonly split: boolean;
  /** What they disagree on, in sentences. */
  readonly why: readonly string[];
}

export interface MatrixOperation extends MatrixRow {
  readonly fields: readonly MatrixRow[];
}

export interface PageSubject {
  readonly name: string;
  readonly kind: 'server' | 'client' | 'pull request';
  readonly fine: boolean;
  /** What the exit code means. */
  readonly result: string;
  readonly facts: readonly (readonly [label: string, text: string])[];
}

export interface PageTile {
  readonly label: string;
  readonly count: number;
  readonly tone: 'bad' | 'warn' | 'good' | 'plain';
  /** The view of the page that lists them: `#/causes?severity=error`. */
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
  /** The subject that shows it. */
  readonly where: string;
  readonly kind: FindingKind;
  readonly severity: Severity;
  /** Compared with the baseline or the base of a pull request: `new` or `known`. null without one. */
  readonly news: string | null;
  readonly title: string;
  /** The variation, with the fields and the status class. */
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
  /** A ledger entry to complete. */
  readonly entry: string;
  /** Ranges of differing lines in the request and the response; the end is exclusive. */
  readonly marked: { readonly [part in 'request' | 'response' | 'contract']: PageRange | null };
}

export type PageRange = readonly [from: number, to: number];

export interface PageExchange {
  readonly request: readonly string[];
  /** null if there was none. */
  readonly response: readonly string[] | null;
  readonly failure: string | null;
}

/** What was seen of an operation. */
export interface PageOperation {
  readonly id: string;
  /** `POST /v1/orders`; empty if no contract describes it. */
  readonly request: string;
  /** Subjects that exercised or cover it, and those that did not. */
  readonly exercised: readonly string[];
  readonly unexercised: readonly string[];
  readonly statuses: readonly { readonly status: number; readonly declared: boolean; readonly count: number }[];
  readonly locations: readonly { readonly location: string; readonly varied: number; readonly of: number }[];
  /** Fields that had the same value in every request. */
  readonly never: readonly string[];
  /** Outcome → steps. */
  readonly outcomes: { readonly [outcome: string]: number };
}
