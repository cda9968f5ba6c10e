import type { Exchange } from '../../model/exchange.ts';
import type { OperationId } from '../../model/operation-id.ts';
import { isSuccess } from '../../model/response-status.ts';

export interface ServiceWatch {
  note(exchange: Exchange): void;
  hasServed(operation: OperationId): boolean;
  neverServes(operation: OperationId): boolean;
}

/** If an operation never succeeded, this many 503 responses in a row show that load is not the reason. */
const MANY = 12;
/** This higher limit applies if some operation has succeeded again after a 503. */
const MANY_OF_STRAINED = 500;

export function createServiceWatch(): ServiceWatch {
  const served = new Set<OperationId>();
  const refused = new Map<OperationId, number>();
  let isStrained = false;
  return {
    note: ({ operation, response }) => {
      if (response === null) return;
      if (isSuccess(response.status)) {
        served.add(operation);
        isStrained ||= (refused.get(operation) ?? 0) > 0;
      }
      refused.set(operation, response.status === 503 ? (refused.get(operation) ?? 0) + 1 : 0);
    },
    hasServed: (operation) => served.has(operation),
    neverServes: (operation) =>
      !served.has(operation) && (refused.get(operation) ?? 0) >= (isStrained ? MANY_OF_STRAINED : MANY),
  };
}
