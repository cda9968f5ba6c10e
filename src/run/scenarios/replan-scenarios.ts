import type { PlannedScenario, Replan } from '../../model/plan.ts';
import type { RunContext } from '../run-context.ts';
import { preparingOperations, testedOperation } from './preparing-calls.ts';

export type Replanner = (scenarios: readonly PlannedScenario[]) => Promise<readonly PlannedScenario[]>;

/** If a scenario cannot be planned differently, the scenario stays unchanged. */
export function replanner({ environment }: RunContext, replan: Replan | undefined): Replanner {
  return async (scenarios) => {
    const failing = environment.failing();
    if (replan === undefined || failing.size === 0) return scenarios;
    const isHit = (planned: PlannedScenario) =>
      planned.source !== 'suite' && preparingOperations(planned).some((operation) => failing.has(operation));
    const operations = new Set(scenarios.filter(isHit).map(testedOperation));
    if (operations.size === 0) return scenarios;
    const others = new Map((await replan({ operations, failing })).map((each) => [each.address, each]));
    return scenarios.map((planned) => {
      const other = isHit(planned) ? others.get(planned.address) : undefined;
      return other === undefined || other.skip !== undefined ? planned : other;
    });
  };
}

/** Each call runs after the calls that create its items. */
export function inStages(scenarios: readonly PlannedScenario[]): readonly (readonly PlannedScenario[])[] {
  const stages: (readonly PlannedScenario[])[] = [];
  for (let left = scenarios; left.length > 0; ) {
    const open = new Set(left.filter(({ source }) => source !== 'suite').map(testedOperation));
    const isReady = (planned: PlannedScenario) =>
      planned.source === 'suite' ||
      preparingOperations(planned).every((id) => !open.has(id) || id === testedOperation(planned));
    const ready = left.filter(isReady);
    stages.push(ready.length > 0 ? ready : left);
    left = ready.length > 0 ? left.filter((planned) => !isReady(planned)) : [];
  }
  return stages;
}
