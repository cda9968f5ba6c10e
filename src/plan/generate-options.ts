export type ProbeLevel = 'none' | 'quick' | 'full';

export interface GenerateOptions {
  readonly profile: string;
  /** Seed of the generated values. The same seed gives the same values. */
  readonly seed: number;
  readonly probes: ProbeLevel;
  /** Operations for which scenarios are generated, by default all operations. */
  readonly operations?: ReadonlySet<string>;
}
