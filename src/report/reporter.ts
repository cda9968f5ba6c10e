import type { Contract } from '../model/contract.ts';
import type { OwnerNotes } from '../model/ledger.ts';
import type { OperationId } from '../model/operation-id.ts';
import type { Verdict } from '../model/verdict.ts';
import type { ShownExchange } from './html/page-exchange.ts';

/** What a reporter may know besides the verdict. */
export interface ReportOptions {
  readonly color: boolean;
  /** How much a person wants to read; `normal` if not given. */
  readonly detail?: 'quiet' | 'normal' | 'verbose';
  /** Columns. Lists are cut to it, and texts are wrapped. */
  readonly width: number;
  /** Where method and path of an operation are read; one that is not there is shown by its id alone. */
  readonly operations: ReadonlyMap<
    OperationId,
    Pick<Contract, 'method' | 'path'> & Partial<Pick<Contract, 'fields' | 'responses'>>
  >;
  /** The file with every finding, named where a list is cut. */
  readonly details: string;
  /** Of `html`. */
  readonly html?: HtmlOptions;
}

/** What was seen of one operation. */
export interface SeenOperation {
  /** Status → responses. */
  readonly statuses: ReadonlyMap<number, number>;
  /** Field → at most two of its values. */
  readonly values: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface PageEvidence {
  /** By `evidence.exchange`. A cause without one is shown by its excerpt. */
  readonly exchanges: ReadonlyMap<string, ShownExchange>;
  readonly coverage?: ReadonlyMap<OperationId, SeenOperation>;
}

/** A contract's file, and the line of each field. */
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

/** The page's program and its style, as they were built. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

/** The output, in pieces: that of a verdict of very many steps is long. */
export type Reporter = (verdict: Verdict, options: ReportOptions) => Iterable<string>;
