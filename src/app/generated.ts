import type { ContractSet } from '../model/contract.ts';
import type { ScenarioDraft } from '../plan/draft.ts';
import type { GenerateOptions } from '../plan/generate-options.ts';

/** As `generateScenarios`, whose many modules are loaded only when something is to be generated. */
export async function generated(contracts: ContractSet, options: GenerateOptions): Promise<readonly ScenarioDraft[]> {
  if (options.probes === 'none') return [];
  const { generateScenarios } = await import('../plan/generate.ts');
  return generateScenarios(contracts, options);
}
