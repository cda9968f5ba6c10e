import type { DiffDirection, DiffLevel } from './diff-rules.ts';

/** One difference of the newer side. A change of a shared schema counts once, however many operations it affects. */
export interface DocumentChange {
  readonly rule: string;
  readonly level: DiffLevel;
  /** It may break a caller who relies on the older side. */
  readonly breaking: boolean;
  readonly direction: DiffDirection | null;
  /**
   * `POST /v1/orders/{order_id}/ship`: the first affected operation; `webhook NAME`; empty for a change of the whole document.
   */
  readonly operation: string;
  /** The part of that operation: `query page`, `body`, `response 200`, `response 200 header ETag`, `callback NAME request`. */
  readonly where: string;
  /** JSON pointer within that part; null for a change of the whole operation. */
  readonly field: string | null;
  readonly before: string;
  readonly after: string;
  /** Every affected operation, sorted; empty for a change of the whole document. */
  readonly operations: readonly string[];
}

export interface DocumentDiff {
  readonly operations: {
    readonly added: number;
    readonly removed: number;
    /** Operations with another method or path; they also count as removed and added. */
    readonly moved: number;
    readonly changed: number;
    readonly same: number;
  };
  readonly webhooks: {
    readonly added: number;
    readonly removed: number;
    readonly changed: number;
    readonly same: number;
  };
  readonly counts: { readonly [level in DiffLevel]: number };
  /** Sorted by level, rule, operation and place. */
  readonly changes: readonly DocumentChange[];
}
