import type { PlannedStep } from '../../model/plan.ts';
import { testsLimit } from '../../model/response-status.ts';
import type { CallStep } from '../../model/suite.ts';

/** If one step of an actor expects a 429, the actor's calls ignore the pauses that the server asks for. */
export function findLimitTests(steps: readonly PlannedStep[]): (step: CallStep) => boolean {
  const callers = new Set<string>();
  for (const { step } of steps) if (step.kind === 'call' && testsLimit(step.expect.status)) callers.add(callerOf(step));
  return (step) => callers.size > 0 && callers.has(callerOf(step));
}

function callerOf({ as, auth }: CallStep): string {
  return JSON.stringify([as, auth]);
}
