/** One thing that the sandbox can be told to do wrong. */
export interface Defect {
  /** What is wrong, as seen from outside. */
  readonly summary: string;
  /** The contract operation at which it shows. */
  readonly operation: string;
  /** The kind of finding that a harness should report. */
  readonly kind: string;
  /** What a generated scenario calls it, where that is another kind than a written step's. */
  readonly generated?: string;
  /** Only shows under this profile. */
  readonly profile?: 'hosted' | 'core';
  /** Only shows with this feature switched on. */
  readonly feature?: string;
}

export type DefectTable = Readonly<Record<string, Defect>>;
