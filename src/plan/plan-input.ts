import type { ContractSet } from '../model/contract.ts';
import type { Suite } from '../model/suite.ts';
import { type ScenarioDraft, suiteDrafts } from './draft.ts';

/** What a plan is made of. */
export interface PlanInput {
  readonly suites: readonly Suite[];
  readonly contracts: ContractSet;
  /** Scenarios that were worked out from contracts: probes and behaviors. */
  readonly generated?: readonly ScenarioDraft[];
}

/** Every scenario there is, before any is left out. */
export function draftsOf({ suites, generated = [] }: PlanInput): readonly ScenarioDraft[] {
  return [...suites.flatMap(suiteDrafts), ...generated];
}
