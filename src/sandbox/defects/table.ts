/** A mistake that the sandbox makes if the defect is switched on. */
export interface Defect {
  /** The mistake, as a client of the API sees it. */
  readonly summary: string;
  readonly operation: string;
  /** The finding kind that wireparity must report for the defect. */
  readonly kind: string;
  /** The finding kind that generated scenarios report. If absent, they report `kind`. */
  readonly generated?: string;
  /** The profile in which the mistake is visible. If absent, the mistake is visible in every profile. */
  readonly profile?: 'hosted' | 'core';
  /** The feature that must be switched on for the mistake to be visible. */
  readonly feature?: string;
}

export type DefectTable = Readonly<Record<string, Defect>>;
