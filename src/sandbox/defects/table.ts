/** A mistake that the sandbox makes if it is told to. */
export interface Defect {
  /** The mistake, as seen from outside. */
  readonly summary: string;
  /** Id of the operation that shows the mistake. */
  readonly operation: string;
  /** The finding kind that must be reported. */
  readonly kind: string;
  /** The finding kind that a generated scenario reports, if it differs from that of a handwritten step. */
  readonly generated?: string;
  /** The profile in which the mistake is visible. Absent: every profile. */
  readonly profile?: 'hosted' | 'core';
  /** The feature that must be switched on for the mistake to be visible. */
  readonly feature?: string;
}

export type DefectTable = Readonly<Record<string, Defect>>;
