import type { ContractSet } from '../../model/contract.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { OperationId } from '../../model/operation-id.ts';
import type { PlannedScenario } from '../../model/plan.ts';
import { isSuccess } from '../../model/response-status.ts';
import { makesThing } from '../../plan/reach.ts';
import { ENOUGH_REFUSALS } from '../cleanup/run-removals.ts';
import type { RanScenario } from './run-scenario.ts';

/** Finds operations whose items keep the server from serving other calls. */
export interface Burdens {
  note(exchange: Exchange): void;
  ranAlone(ran: RanScenario): void;
  isSuspected(planned: PlannedScenario): boolean;
  remarks(): readonly string[];
}

/** A 503 within this time after the creation of an item makes the creating operation a suspect. */
const RECENT_MS = 3000;
const UNABLE = 503;
const REASON = 'creates an item that makes the server return 503 for other calls';

/** @param exclude function that stops further generated calls of an operation */
export function createBurdens(
  { operations, schemas }: ContractSet,
  exclude: (operation: OperationId, reason: string) => void,
): Burdens {
  const created = new Map<OperationId, number>();
  const suspects = new Set<OperationId>();
  const remarks: string[] = [];
  return {
    note: ({ operation, response }) => {
      if (response === null) return;
      const now = performance.now();
      const contract = operations.get(operation);
      if (isSuccess(response.status) && contract !== undefined && makesThing(contract, schemas))
        created.set(operation, now);
      if (response.status !== UNABLE) return;
      for (const [maker, at] of created) if (now - at <= RECENT_MS) suspects.add(maker);
    },
    ranAlone: (ran) => {
      const [found, ...more] = refusalsOf(ran);
      if (found === undefined || more.length > 0 || found[1] < ENOUGH_REFUSALS) return;
      const [operation, refusals] = found;
      exclude(operation, REASON);
      remarks.push(remarkOf(operation, refusals));
    },
    isSuspected: ({ source, steps }) =>
      source !== 'suite' && steps.some(({ step }) => step.kind === 'call' && suspects.has(step.call)),
    remarks: () => remarks,
  };
}

function remarkOf(operation: OperationId, refusals: number): string {
  return `after ${operation}, the server returned 503 to ${refusals} requests in a row, although no other request was in progress. The run did not call ${operation} again in generated scenarios`;
}

function refusalsOf({ planned, removals }: RanScenario): ReadonlyMap<OperationId, number> {
  const counts = new Map<OperationId, number>();
  for (const { removal, refusals } of removals) {
    const maker = planned.steps.find(({ address }) => address === removal.madeBy)?.step;
    if (refusals > 0 && maker?.kind === 'call') counts.set(maker.call, (counts.get(maker.call) ?? 0) + refusals);
  }
  return counts;
}
