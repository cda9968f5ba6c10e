import type { Plan, PlannedScenario } from '../model/plan.ts';
import { draftAddress, type ScenarioDraft } from './draft.ts';
import { draftsOf, type PlanInput } from './plan-input.ts';
import { planScenario } from './plan-scenario.ts';
import type { PlanTarget } from './plan-target.ts';
import { isSelected, narrowings, type Selection } from './select.ts';

/** What will be exercised on the target, sorted by address. What cannot run is in the plan too, with its reason. */
export function planRun(input: PlanInput, target: PlanTarget, selection: Selection = {}): Plan {
  const drafts = draftsOf(input);
  checkUnique(drafts);
  const scenarios = drafts
    .map((draft) => planScenario(draft, input.contracts, target))
    .filter((scenario) => isSelected(scenario, selection))
    .sort(byAddress);
  return { scenarios, narrowed: narrowings(selection) };
}

/** Suites are checked when they are loaded; a generated scenario must not take the place of another one either. */
function checkUnique(drafts: readonly ScenarioDraft[]): void {
  const seen = new Set<string>();
  for (const address of drafts.map(draftAddress)) {
    if (seen.has(address)) throw new Error(`expected one scenario at ${address}, got two`);
    seen.add(address);
  }
}

function byAddress(a: PlannedScenario, b: PlannedScenario): number {
  if (a.address === b.address) return 0;
  return a.address < b.address ? -1 : 1;
}
