/** A mistake that the sandbox makes if the defect is switched on. */
export interface Defect {
  /** The mistake that a client of the API sees. */
  readonly summary: string;
  readonly operation: string;
  /** The finding kind that wireparity must report for the defect. */
  readonly kind: string;
  /** Generated scenarios report this finding kind. Without this member, they report `kind`. */
  readonly generated?: string;
  /** The mistake is visible only in this profile. */
  readonly profile?: 'hosted' | 'core';
  /** The mistake is visible only if this feature is switched on. */
  readonly feature?: string;
}

export type DefectTable = Readonly<Record<string, Defect>>;
