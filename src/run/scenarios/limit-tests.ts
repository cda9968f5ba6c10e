import type { PlannedStep } from '../../model/plan.ts';
import { testsLimit } from '../../model/response-status.ts';
import type { CallStep } from '../../model/suite.ts';

/**
 * Finds the calls that use up a rate limit. If a step expects a 429, these are all calls of its caller. They ignore the server's
 * pauses, but other callers wait.
 */
export function findLimitTests(steps: readonly PlannedStep[]): (step: CallStep) => boolean {
  const callers = new Set<string>();
  for (const { step } of steps) if (step.kind === 'call' && testsLimit(step.expect.status)) callers.add(callerOf(step));
  return (step) => callers.size > 0 && callers.has(callerOf(step));
}

function callerOf({ as, auth }: CallStep): string {
  return JSON.stringify([as, auth]);
}
