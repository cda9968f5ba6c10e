/** A change that an import made to a file, or a change that it did not make because people have edited that part of the file. */
export interface ContractChange {
  /** Path of the file within the contracts folder. */
  readonly file: string;
  readonly kind: 'added' | 'removed' | 'changed' | 'kept';
  /** What changed: `operation`, `field ship_at`, `response 404`. */
  readonly what: string;
  readonly detail: string;
}
