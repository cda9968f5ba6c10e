export type ProbeLevel = 'none' | 'quick' | 'full';

export interface GenerateOptions {
  readonly profile: string;
  /** Seed of the generated values, which are the same for the same seed. */
  readonly seed: number;
  readonly probes: ProbeLevel;
  /** Operations for which scenarios are generated, by default all operations. */
  readonly operations?: ReadonlySet<string>;
}
