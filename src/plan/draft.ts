import type { Address } from '../model/address.ts';
import type { Contract, ContractSet } from '../model/contract.ts';
import type { ScenarioSource } from '../model/plan.ts';
import type { Scenario, Step, Suite } from '../model/suite.ts';

/** A scenario of a suite, a probe or a behavior, before the scenario is planned for a target. */
export interface ScenarioDraft {
  readonly suite: string;
  readonly source: ScenarioSource;
  /** Profiles to which the whole suite applies, or an empty list for all profiles. */
  readonly profiles: readonly string[];
  readonly setup: readonly Step[];
  readonly scenario: Scenario;
  /** Rank of a generated scenario (lower ranks run first). */
  readonly rank?: number;
  /** The reason why a generated scenario is listed but cannot run. */
  readonly untried?: string;
}

function suiteDrafts(suite: Suite): readonly ScenarioDraft[] {
  return suite.scenarios.map((scenario) => ({
    suite: suite.name,
    source: 'suite',
    profiles: suite.profiles,
    setup: suite.setup,
    scenario,
  }));
}

export function generatedDraft(
  source: Exclude<ScenarioSource, 'suite'>,
  contract: Contract,
  { setup, ...scenario }: Omit<Scenario, 'profiles' | 'at'> & { readonly setup: readonly Step[] },
): ScenarioDraft {
  const suite = `${source}.${contract.id}`;
  return { suite, source, profiles: [], setup, scenario: { ...scenario, profiles: [], at: contract.at } };
}

export function draftAddress(draft: ScenarioDraft): Address {
  return `${draft.suite}/${draft.scenario.name}`;
}

export interface PlanInput {
  readonly suites: readonly Suite[];
  readonly contracts: ContractSet;
  readonly generated?: readonly ScenarioDraft[];
}

export function draftsOf({ suites, generated = [] }: PlanInput): readonly ScenarioDraft[] {
  return [...suites.flatMap(suiteDrafts), ...generated];
}
