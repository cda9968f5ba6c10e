import type { Address } from '../model/address.ts';
import type { Contract, ContractSet } from '../model/contract.ts';
import type { ScenarioSource } from '../model/plan.ts';
import type { Scenario, Step, Suite } from '../model/suite.ts';

/** A scenario before it is planned for a target. Suites, probes and behaviors are all converted to drafts. */
export interface ScenarioDraft {
  readonly suite: string;
  readonly source: ScenarioSource;
  /** Profiles to which the whole suite applies. Empty: all profiles. */
  readonly profiles: readonly string[];
  /** Steps that run before the steps of the scenario. */
  readonly setup: readonly Step[];
  readonly scenario: Scenario;
  /** Rank of a generated scenario. Lower ranks run first. */
  readonly rank?: number;
  /** Why a generated scenario cannot run. The plan lists such a scenario, but does not run it. */
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

/** Builds a scenario for a contract. The scenario includes the calls that prepare it. */
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

/** The input of a plan. */
export interface PlanInput {
  readonly suites: readonly Suite[];
  readonly contracts: ContractSet;
  /** Scenarios generated from contracts: probes and behaviors. */
  readonly generated?: readonly ScenarioDraft[];
}

/** Returns all scenarios. None is left out yet. */
export function draftsOf({ suites, generated = [] }: PlanInput): readonly ScenarioDraft[] {
  return [...suites.flatMap(suiteDrafts), ...generated];
}
