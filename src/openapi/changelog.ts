/** One thing that an import changed, or left as people have it. */
export interface ContractChange {
  /** Below the contracts folder. */
  readonly file: string;
  readonly kind: 'added' | 'removed' | 'changed' | 'kept';
  /** `operation`, `field ship_at`, `response 404`. */
  readonly what: string;
  readonly detail: string;
}
