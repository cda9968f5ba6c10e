import { compareText } from '../lib/compare-text.ts';
import { writeJson } from '../lib/json-text.ts';
import type { ContractSet } from '../model/contract.ts';
import type { Plan, PlannedScenario, PlannedStep } from '../model/plan.ts';
import type { Step } from '../model/suite.ts';
import { draftAddress, draftsOf, type PlanInput, type ScenarioDraft } from './draft.ts';
import { coversProfile, type PlanTarget } from './plan-target.ts';
import { isSelected, narrowings, type Selection } from './select.ts';
import { type Skip, skipReason } from './skip-reason.ts';

/** The plan also lists the scenarios that cannot run, each with a reason. */
export function planRun(input: PlanInput, target: PlanTarget, selection: Selection = {}): Plan {
  const drafts = draftsOf(input);
  checkUnique(drafts);
  const scenarios = drafts
    .map((draft) => planScenario(draft, input.contracts, target))
    .filter((scenario) => isSelected(scenario, selection))
    .sort(byAddress);
  return { scenarios, narrowed: narrowings(selection) };
}

/** Loading has checked the addresses of suites, but not the addresses of generated scenarios. */
function checkUnique(drafts: readonly ScenarioDraft[]): void {
  const seen = new Set<string>();
  for (const address of drafts.map(draftAddress)) {
    if (seen.has(address)) throw new Error(`expected one scenario at ${address}, got two`);
    seen.add(address);
  }
}

function byAddress(a: PlannedScenario, b: PlannedScenario): number {
  return compareText(a.address, b.address);
}

/** Leaves out the steps that do not belong to the profile of the target. */
function planScenario(draft: ScenarioDraft, contracts: ContractSet, target: PlanTarget): PlannedScenario {
  const address = draftAddress(draft);
  const planned: readonly PlannedStep[] = [
    ...draft.setup.map((step) => plannedStep(address, 'setup', step)),
    ...draft.scenario.steps.map((step) => plannedStep(address, 'step', step)),
  ].filter(({ step }) => coversProfile(step.profiles, target.profile));
  const { suite, source, scenario, rank } = draft;
  const isGenerated = source !== 'suite';
  const offProfile = profileReason(draft, planned, target);
  const context = { contracts, target, isGenerated };
  const skip: Skip | undefined =
    offProfile === undefined
      ? (skipReason(
          planned.map(({ step }) => step),
          context,
        ) ?? untried(draft))
      : { reason: offProfile };
  return {
    ...{ address, suite, source, scenario, steps: planned },
    ...(rank === undefined ? {} : { rank }),
    ...assumption(scenario, target),
    ...(skip === undefined ? {} : { skip: skip.reason }),
    ...(skip?.state === undefined ? {} : { skipState: skip.state }),
  };
}

function untried({ untried: reason }: ScenarioDraft): Skip | undefined {
  return reason === undefined ? undefined : { reason, state: 'not-tried' };
}

function plannedStep(scenario: string, phase: PlannedStep['phase'], step: Step): PlannedStep {
  return { address: `${scenario}/${step.id}`, phase, step };
}

function profileReason(draft: ScenarioDraft, steps: readonly PlannedStep[], target: PlanTarget): string | undefined {
  const { profile } = target;
  if (!coversProfile(draft.profiles, profile))
    return `the suite is for the profile ${draft.profiles.join(', ')}, not "${profile}"`;
  if (!coversProfile(draft.scenario.profiles, profile))
    return `the scenario is for the profile ${draft.scenario.profiles.join(', ')}, not "${profile}"`;
  return steps.some((planned) => planned.phase === 'step')
    ? otherValue(draft.scenario, target)
    : `every step is for profiles other than "${profile}"`;
}

/** Returns the values that the scenario needs and that the target does not state. */
function assumption(
  { targetValues = {} }: ScenarioDraft['scenario'],
  { values = {} }: PlanTarget,
): Pick<PlannedScenario, 'assumes'> {
  const unstated = Object.entries(targetValues).filter(([name]) => !Object.hasOwn(values, name));
  return unstated.length === 0 ? {} : { assumes: Object.fromEntries(unstated) };
}

/** A scenario runs even if the target does not state a value that the scenario needs. */
function otherValue({ targetValues = {} }: ScenarioDraft['scenario'], { values = {} }: PlanTarget): string | undefined {
  const other = Object.entries(targetValues).find(
    ([name, value]) => Object.hasOwn(values, name) && writeJson(values[name]) !== writeJson(value),
  );
  if (other === undefined) return undefined;
  const [name, value] = other;
  return `the scenario is for targets whose ${name} is ${writeJson(value)}, but this target has ${writeJson(values[name])}`;
}
