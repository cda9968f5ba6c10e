import type { DiffDirection, DiffLevel } from './diff-rules.ts';

/**
 * One difference between two documents. A change of a shared schema counts as one difference, even if it affects many
 * operations.
 */
export interface DocumentChange {
  readonly rule: string;
  readonly level: DiffLevel;
  /** True if a caller may fail because the caller relies on the older side. */
  readonly breaking: boolean;
  readonly direction: DiffDirection | null;
  /**
   * The first affected operation, for example `POST /v1/orders/{order_id}/ship` or `webhook NAME`. Empty if the whole
   * document changed.
   */
  readonly operation: string;
  /** The part of the operation that changed: `query page`, `body`, `response 200`, `response 200 header ETag`, `callback NAME request`. */
  readonly where: string;
  /** JSON pointer to the changed field within this part. Null if the whole operation changed. */
  readonly field: string | null;
  readonly before: string;
  readonly after: string;
  /** All affected operations, sorted. Empty if the whole document changed. */
  readonly operations: readonly string[];
}

export interface DocumentDiff {
  readonly operations: {
    readonly added: number;
    readonly removed: number;
    /** Operations whose method or path changed. The old operation also counts as removed, and the new one as added. */
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
