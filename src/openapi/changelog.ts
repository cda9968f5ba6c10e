/** A change that an import made, or that it left to the people who edited the file. */
export interface ContractChange {
  /** Path of the file within the contracts folder. */
  readonly file: string;
  readonly kind: 'added' | 'removed' | 'changed' | 'kept';
  /** What changed: `operation`, `field ship_at`, `response 404`. */
  readonly what: string;
  readonly detail: string;
}
