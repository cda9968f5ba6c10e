/** A mistake that the sandbox makes if the defect is switched on. */
export interface Defect {
  /** The mistake that a client of the API sees. */
  readonly summary: string;
  readonly operation: string;
  /** The finding kind that wireparity must report for the defect. */
  readonly kind: string;
  /** The finding kind that generated scenarios report, if it differs from `kind`. */
  readonly generated?: string;
  /** The only profile in which the mistake is visible. */
  readonly profile?: 'hosted' | 'core';
  /** The feature that must be switched on for the mistake to be visible. */
  readonly feature?: string;
}

export type DefectTable = Readonly<Record<string, Defect>>;
