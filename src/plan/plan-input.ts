import type { ContractSet } from '../model/contract.ts';
import type { Suite } from '../model/suite.ts';
import { type ScenarioDraft, suiteDrafts } from './draft.ts';

/** The input of a plan. */
export interface PlanInput {
  readonly suites: readonly Suite[];
  readonly contracts: ContractSet;
  /** Scenarios generated from contracts: probes and behaviors. */
  readonly generated?: readonly ScenarioDraft[];
}

/** Returns all scenarios, before any is left out. */
export function draftsOf({ suites, generated = [] }: PlanInput): readonly ScenarioDraft[] {
  return [...suites.flatMap(suiteDrafts), ...generated];
}
