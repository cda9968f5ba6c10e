import {
  type Exchange,
  type RecordingEntry,
  type RunEnd,
  type ScenarioEnd,
  type StepEnd,
  type TransportFailure,
  UNDOCUMENTED,
} from '../model/exchange.ts';
import type { HttpRequest, HttpResponse } from '../model/http.ts';
import type { OperationId } from '../model/operation-id.ts';

/** A request of somebody else that was overheard: by the recorder, in a HAR. */
export interface OverheardExchange {
  readonly request: HttpRequest;
  readonly response: HttpResponse | null;
  /** null: no contract has this method and path. */
  readonly operation: OperationId | null;
  readonly failure?: TransportFailure;
  /** Nothing may be said of the answer: it is our own, or not all of it is known. */
  readonly unjudgedAnswer?: boolean;
  readonly unjudgedCredentials?: boolean;
  /** Milliseconds from the start. */
  readonly startedMs: number;
  readonly durationMs: number;
}

/** Makes a recording of overheard requests, which is judged like that of a run. */
interface TrafficEntries {
  exchange(overheard: OverheardExchange): Exchange;
  /** The entries that come last. */
  end(how: Pick<RunEnd, 'interrupted' | 'durationMs'>): readonly RecordingEntry[];
  readonly count: () => number;
}

/** @param suite first word of every address: `capture/orders.ship/1` is the first request of orders.ship. */
export function createTrafficEntries(suite: string): TrafficEntries {
  const steps = new Map<OperationId, StepEnd[]>();
  let count = 0;
  return {
    count: () => count,
    exchange: (overheard) => {
      count++;
      const operation = overheard.operation ?? UNDOCUMENTED;
      const mine = steps.get(operation) ?? [];
      steps.set(operation, mine);
      const address = `${suite}/${operation}/${mine.length + 1}`;
      mine.push({ address, operation, phase: 'step', line: 0, state: 'exercised', attempts: 1 });
      return exchangeOf(overheard, { address, operation });
    },
    end: ({ interrupted, durationMs }) => [
      ...[...steps].map(([operation, mine]) => scenarioEnd(`${suite}/${operation}`, suite, mine)),
      { kind: 'end', interrupted, bailed: false, created: 0, removed: 0, leftovers: [], durationMs },
    ],
  };
}

function exchangeOf(overheard: OverheardExchange, named: Pick<Exchange, 'address' | 'operation'>): Exchange {
  const { request, response, failure, unjudgedAnswer, unjudgedCredentials, startedMs, durationMs } = overheard;
  return {
    ...{ kind: 'exchange', id: `${named.address}#1`, ...named, phase: 'step', attempt: 1, superseded: false },
    asked: { with: {}, as: 'main', auth: null, invalid: false },
    expect: { status: [], headers: {} },
    ...{ request, response, startedMs, durationMs },
    ...(failure !== undefined && { failure }),
    ...(unjudgedAnswer === true && { unjudgedAnswer }),
    ...(unjudgedCredentials === true && { unjudgedCredentials }),
    overheard: true,
  };
}

function scenarioEnd(address: string, suite: string, steps: readonly StepEnd[]): ScenarioEnd {
  return { kind: 'scenario', address, suite, source: 'suite', file: '', line: 0, steps, durationMs: 0 };
}
