import type { Contract } from '../model/contract.ts';
import type { OwnerNotes } from '../model/ledger.ts';
import type { OperationId } from '../model/operation-id.ts';
import type { Verdict } from '../model/verdict.ts';
import type { ShownExchange } from './html/page-exchange.ts';

/** What a reporter may use besides the verdict. */
export interface ReportOptions {
  readonly color: boolean;
  /** How much to show; default: `normal`. */
  readonly detail?: 'quiet' | 'normal' | 'verbose';
  /** Width in columns. Lists are truncated to it, and texts are wrapped. */
  readonly width: number;
  /** Method and path by operation; an operation that is missing here is shown by its id alone. */
  readonly operations: ReadonlyMap<
    OperationId,
    Pick<Contract, 'method' | 'path'> & Partial<Pick<Contract, 'fields' | 'responses'>>
  >;
  /** The file with every finding, which is named where a list is truncated. */
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
  /** By `evidence.exchange`. A cause without an exchange is shown by its excerpt. */
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

/** The page's built program and style. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

/** Produces the output in pieces, because a verdict may have very many steps. */
export type Reporter = (verdict: Verdict, options: ReportOptions) => Iterable<string>;
