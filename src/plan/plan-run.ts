import type { ContractSet } from '../model/contract.ts';
import type { Plan, PlannedScenario } from '../model/plan.ts';
import type { Suite } from '../model/suite.ts';
import { collectAddresses } from './addresses.ts';
import { draftAddress, type ScenarioDraft, suiteDrafts } from './draft.ts';
import { planScenario } from './plan-scenario.ts';
import type { PlanTarget } from './plan-target.ts';
import { isSelected, narrowings, type Selection } from './select.ts';

export interface PlanInput {
  readonly suites: readonly Suite[];
  readonly contracts: ContractSet;
  /** Scenarios that were worked out from contracts: probes and behaviors. */
  readonly generated?: readonly ScenarioDraft[];
}

/** What will be exercised on the target, sorted by address. What cannot run is in the plan too, with its reason. */
export function planRun(input: PlanInput, target: PlanTarget, selection: Selection = {}): Plan {
  const drafts = [...input.suites.flatMap(suiteDrafts), ...(input.generated ?? [])];
  checkUnique(drafts);
  const scenarios = drafts
    .map((draft) => planScenario(draft, input.contracts, target))
    .filter((scenario) => isSelected(scenario, selection))
    .sort(byAddress);
  return { scenarios, addresses: collectAddresses(drafts, input.contracts), narrowed: narrowings(selection) };
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
