import type { DiffDirection, DiffLevel } from './diff-rules.ts';

/** One thing that the newer side says otherwise. The same change of a shared schema in many operations is one. */
export interface DocumentChange {
  readonly rule: string;
  readonly level: DiffLevel;
  /** A caller who goes by the older side may fail. */
  readonly breaking: boolean;
  readonly direction: DiffDirection | null;
  /** `POST /v1/orders/{order_id}/ship`: the first one; `webhook NAME`; empty for a change of the whole document. */
  readonly operation: string;
  /** Where in that operation: `query page`, `body`, `response 200`, `response 200 header ETag`, `callback NAME request`. */
  readonly where: string;
  /** JSON pointer below that; null for a change of the whole operation. */
  readonly field: string | null;
  readonly before: string;
  readonly after: string;
  /** Every operation that it affects, sorted. */
  readonly operations: readonly string[];
}

export interface DocumentDiff {
  readonly operations: {
    readonly added: number;
    readonly removed: number;
    /** With another method or path; counted as removed and added too. */
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
  /** By level, then in the order of the rules, then by operation and place. */
  readonly changes: readonly DocumentChange[];
}
