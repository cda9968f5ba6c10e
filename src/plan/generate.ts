import type { ContractSet } from '../model/contract.ts';
import { generateBehaviors } from './behaviors/generate-behaviors.ts';
import type { ScenarioDraft } from './draft.ts';
import type { GenerateOptions } from './generate-options.ts';
import { generateProbes } from './probes/generate-probes.ts';

export function generateScenarios(contracts: ContractSet, options: GenerateOptions): readonly ScenarioDraft[] {
  if (options.probes === 'none') return [];
  return [...generateProbes(contracts, options), ...generateBehaviors(contracts, options)];
}
