export type ProbeLevel = 'none' | 'quick' | 'full';

export interface GenerateOptions {
  readonly profile: string;
  /** Seed of the generated values: equal seeds give equal values. */
  readonly seed: number;
  readonly probes: ProbeLevel;
  /** Operations for which scenarios are generated, by default all operations. */
  readonly operations?: ReadonlySet<string>;
}
