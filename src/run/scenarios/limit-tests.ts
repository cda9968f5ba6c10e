import type { PlannedStep } from '../../model/plan.ts';
import { testsLimit } from '../../model/response-status.ts';
import type { CallStep } from '../../model/suite.ts';

/** If a step expects a 429, all calls of its caller use up the rate limit. These calls ignore the server's pauses. */
export function findLimitTests(steps: readonly PlannedStep[]): (step: CallStep) => boolean {
  const callers = new Set<string>();
  for (const { step } of steps) if (step.kind === 'call' && testsLimit(step.expect.status)) callers.add(callerOf(step));
  return (step) => callers.size > 0 && callers.has(callerOf(step));
}

function callerOf({ as, auth }: CallStep): string {
  return JSON.stringify([as, auth]);
}
