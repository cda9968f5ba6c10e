export const PROBE_LEVELS = ['none', 'quick', 'full'] as const;

export type ProbeLevel = (typeof PROBE_LEVELS)[number];

export interface GenerateOptions {
  readonly profile: string;
  /** The same seed gives the same values. */
  readonly seed: number;
  readonly probes: ProbeLevel;
  /** Only scenarios for these operations; absent: all. */
  readonly operations?: ReadonlySet<string>;
}
