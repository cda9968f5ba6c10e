import type { Exchange } from '../../model/exchange.ts';
import type { OperationId } from '../../model/operation-id.ts';
import { isSuccess } from '../../model/response-status.ts';

/** Remembers which operations the server serves at all. */
export interface ServiceWatch {
  /** Receives each response. */
  note(exchange: Exchange): void;
  /** Returns true if a call of the operation has succeeded. */
  hasServed(operation: OperationId): boolean;
  /** Returns true if the server has returned 503 for the operation many times, and never anything else. */
  neverServes(operation: OperationId): boolean;
}

/** If a server returns 503 at least this many times in a row, load is not the reason. A busy server returns fewer in a row. */
const MANY = 12;
/** The same number for a server that returned 503 for one call of an operation, and later carried out another call of it. */
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
