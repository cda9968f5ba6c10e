/** A change that an import made, or left to the people who edited the file. */
export interface ContractChange {
  /** Path within the contracts folder. */
  readonly file: string;
  readonly kind: 'added' | 'removed' | 'changed' | 'kept';
  /** `operation`, `field ship_at`, `response 404`. */
  readonly what: string;
  readonly detail: string;
}
