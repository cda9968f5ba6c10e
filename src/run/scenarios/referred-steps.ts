import type { ContractSet } from '../../model/contract.ts';
import type { PlannedStep } from '../../model/plan.ts';
import type { CallStep, Step } from '../../model/suite.ts';
import { expressionsIn } from './resolve-references.ts';

/** What references may begin with: only answers of steps with such an id are kept until the scenario has ended. */
export function referredSteps(steps: readonly PlannedStep[], contracts: ContractSet): ReadonlySet<string> {
  const referred = new Set<string>();
  let before: Step | undefined;
  for (const { step } of steps) {
    if (step.kind !== 'call') continue;
    // the copies of a repeated step are one object
    if (step !== before) for (const word of firstWords(step, contracts)) referred.add(word);
    before = step;
  }
  return referred;
}

function firstWords(step: CallStep, { operations }: ContractSet): readonly string[] {
  const { auth, extra, raw, expect, cleanup } = step;
  const ofContract = operations.get(step.call)?.cleanup;
  const expressions = expressionsIn([step.with, auth, extra, raw, expect, cleanup, ofContract]);
  return expressions.map((expression) => expression.split('.')[0] ?? '');
}
