import type { DiffDirection, DiffLevel } from './diff-rules.ts';

/** One difference between two documents. A change of a shared schema is counted once, however many operations it affects. */
export interface DocumentChange {
  readonly rule: string;
  readonly level: DiffLevel;
  /** True if the change may break a caller who relies on the older side. */
  readonly breaking: boolean;
  readonly direction: DiffDirection | null;
  /**
   * The first affected operation, for example `POST /v1/orders/{order_id}/ship` or `webhook NAME`. Empty for a change of the
   * whole document.
   */
  readonly operation: string;
  /** The part of the operation that changed: `query page`, `body`, `response 200`, `response 200 header ETag`, `callback NAME request`. */
  readonly where: string;
  /** JSON pointer to the changed field within that part. Null for a change of the whole operation. */
  readonly field: string | null;
  readonly before: string;
  readonly after: string;
  /** All affected operations, sorted. Empty for a change of the whole document. */
  readonly operations: readonly string[];
}

export interface DocumentDiff {
  readonly operations: {
    readonly added: number;
    readonly removed: number;
    /** Operations that now have another method or path. They are also listed as removed and added. */
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
  /** All changes, sorted by level, rule, operation and place. */
  readonly changes: readonly DocumentChange[];
}
