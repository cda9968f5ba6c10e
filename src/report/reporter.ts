import type { Contract } from '../model/contract.ts';
import type { OwnerNotes } from '../model/ledger.ts';
import type { OperationId } from '../model/operation-id.ts';
import type { Verdict } from '../model/verdict.ts';
import type { ShownExchange } from './html/page-exchange.ts';

export interface ReportOptions {
  readonly color: boolean;
  /** How much to show, by default `normal`. */
  readonly detail?: 'quiet' | 'normal' | 'verbose';
  /** Texts are wrapped, and lists are shortened, to this many columns. */
  readonly width: number;
  /** An operation that is not in this map is shown only by its id. */
  readonly operations: ReadonlyMap<
    OperationId,
    Pick<Contract, 'method' | 'path'> & Partial<Pick<Contract, 'fields' | 'responses'>>
  >;
  /** The file that contains every finding. Shortened lists refer to this file. */
  readonly details: string;
  readonly html?: HtmlOptions;
}

export interface SeenOperation {
  readonly statuses: ReadonlyMap<number, number>;
  /** Up to two values that were sent for each field. */
  readonly values: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface PageEvidence {
  /** Without its exchange, a finding shows only an excerpt on the page. */
  readonly exchanges: ReadonlyMap<string, ShownExchange>;
  readonly coverage?: ReadonlyMap<OperationId, SeenOperation>;
}

export interface ContractLines {
  readonly file: string;
  readonly lines: readonly string[];
  readonly fields: ReadonlyMap<string, number>;
}

export interface HtmlOptions extends PageEvidence {
  readonly page: PageAssets;
  readonly contracts?: ReadonlyMap<OperationId, ContractLines>;
  /** Ids of the causes of an earlier run. */
  readonly baseline?: ReadonlySet<string>;
  readonly notes: readonly OwnerNotes[];
}

export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

/** Produces the output in pieces, because a verdict may have very many steps. */
export type Reporter = (verdict: Verdict, options: ReportOptions) => Iterable<string>;
