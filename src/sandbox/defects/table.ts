/** A mistake that the sandbox makes if the defect is switched on. */
export interface Defect {
  /** The mistake, as seen from outside. */
  readonly summary: string;
  /** Id of the operation that shows the mistake. */
  readonly operation: string;
  /** The finding kind that must be reported. */
  readonly kind: string;
  /** The finding kind in generated scenarios, if it differs from the kind in handwritten steps. */
  readonly generated?: string;
  /** The profile in which the mistake is visible. Absent: every profile. */
  readonly profile?: 'hosted' | 'core';
  /** The feature that must be switched on for the mistake to be visible. */
  readonly feature?: string;
}

export type DefectTable = Readonly<Record<string, Defect>>;
