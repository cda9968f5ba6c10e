import type { ContractSet } from '../model/contract.ts';
import { generateBehaviors } from './behaviors/generate-behaviors.ts';
import type { ScenarioDraft } from './draft.ts';
import { generateProbes } from './probes/generate-probes.ts';

export const PROBE_LEVELS = ['none', 'quick', 'full'] as const;
export type ProbeLevel = (typeof PROBE_LEVELS)[number];

export interface GenerateOptions {
  readonly profile: string;
  /** The same seed gives the same values. */
  readonly seed: number;
  readonly probes: ProbeLevel;
  /** Only scenarios about these operations; absent: all. */
  readonly operations?: ReadonlySet<string>;
}

/** Scenarios worked out from contracts: what each field and response promises, and each declared behavior. */
export function generateScenarios(contracts: ContractSet, options: GenerateOptions): readonly ScenarioDraft[] {
  if (options.probes === 'none') return [];
  return [...generateProbes(contracts, options), ...generateBehaviors(contracts, options)];
}
