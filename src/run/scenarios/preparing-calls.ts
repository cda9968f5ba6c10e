import type { Exchange } from '../../model/exchange.ts';
import type { OperationId } from '../../model/operation-id.ts';
import type { PlannedScenario } from '../../model/plan.ts';

export function preparingOperations({ steps }: PlannedScenario): readonly OperationId[] {
  return steps.flatMap(({ step, phase }) => (phase === 'setup' && step.kind === 'call' ? [step.call] : []));
}

export function testedOperation({ suite }: PlannedScenario): OperationId {
  return suite.slice(suite.indexOf('.') + 1);
}

/** After this many failures without a success, a call that prepares scenarios is not sent again. */
const MOST_UNPREPARED = 2;

export function createPreparingTally() {
  const failures = new Map<OperationId, number>();
  const working = new Set<OperationId>();
  return {
    failsAlways: (exchange: Exchange): boolean => {
      const { operation, phase, response, failure } = exchange;
      if (failure === undefined && response !== null && response.status < 400) working.add(operation);
      const isRefused = failure === undefined && response !== null && response.status >= 400;
      if (phase !== 'setup' || !isRefused || response.status === 429 || working.has(operation)) return false;
      const count = (failures.get(operation) ?? 0) + 1;
      failures.set(operation, count);
      return count >= MOST_UNPREPARED;
    },
  };
}
