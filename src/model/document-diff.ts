import type { DiffDirection, DiffLevel } from './diff-rules.ts';

/** One difference between two documents, counted once even if a shared schema affects many operations. */
export interface DocumentChange {
  readonly rule: string;
  readonly level: DiffLevel;
  /** True if a caller that relies on the older document may fail. */
  readonly breaking: boolean;
  readonly direction: DiffDirection | null;
  /** The first affected operation, such as `POST /v1/orders`, or empty if the whole document changed. */
  readonly operation: string;
  /** The changed part, such as `query page`, `body` or `response 200 header ETag`. */
  readonly where: string;
  /** JSON pointer to the changed field within `where`, or null if all of `where` changed. */
  readonly field: string | null;
  readonly before: string;
  readonly after: string;
  /** All affected operations, sorted, or none if the whole document changed. */
  readonly operations: readonly string[];
}

export interface DocumentDiff {
  readonly operations: {
    readonly added: number;
    readonly removed: number;
    /** Number of operations with a new method or path. Each of these also counts as removed and as added. */
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
  /** All changes, sorted by level, rule, operation and changed part. */
  readonly changes: readonly DocumentChange[];
}
