import type { PlannedStep } from '../../model/plan.ts';
import { testsLimit } from '../../model/response-status.ts';
import type { CallStep } from '../../model/suite.ts';

/**
 * Finds the calls of a scenario that use up a limit. These are the calls of the caller that must get a 429. They do not wait
 * when the server asks for a pause, but the calls of other callers do.
 */
export function findLimitTests(steps: readonly PlannedStep[]): (step: CallStep) => boolean {
  const callers = new Set<string>();
  for (const { step } of steps) if (step.kind === 'call' && testsLimit(step.expect.status)) callers.add(callerOf(step));
  return (step) => callers.size > 0 && callers.has(callerOf(step));
}

function callerOf({ as, auth }: CallStep): string {
  return JSON.stringify([as, auth]);
}
