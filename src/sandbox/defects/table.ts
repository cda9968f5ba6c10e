/** One mistake that the sandbox can be told to make. */
export interface Defect {
  /** The mistake, as seen from outside. */
  readonly summary: string;
  /** The contract operation that shows it. */
  readonly operation: string;
  /** The finding kind that a harness should report. */
  readonly kind: string;
  /** The kind that a generated scenario reports, if that differs from a handwritten step's. */
  readonly generated?: string;
  /** Only visible under this profile. */
  readonly profile?: 'hosted' | 'core';
  /** Only visible with this feature switched on. */
  readonly feature?: string;
}

export type DefectTable = Readonly<Record<string, Defect>>;
