import { writeJson } from '../lib/json-text.ts';
import {
  type Exchange,
  type Intended,
  type IntendedCall,
  type RecordingEntry,
  type RunEnd,
  type ScenarioEnd,
  type StepEnd,
  type TransportFailure,
  UNDOCUMENTED,
} from '../model/exchange.ts';
import type { HttpRequest, HttpResponse } from '../model/http.ts';
import type { OperationId } from '../model/operation-id.ts';

export interface OverheardExchange {
  readonly request: HttpRequest;
  readonly response: HttpResponse | null;
  /** Null if no contract has this method and path. */
  readonly operation: OperationId | null;
  readonly failure?: TransportFailure;
  /** True if the recorder made the response, or if parts of the response are unknown. */
  readonly unjudgedAnswer?: boolean;
  readonly unjudgedCredentials?: boolean;
  /** Milliseconds since the start of the recorder. */
  readonly startedMs: number;
  readonly durationMs: number;
}

interface TrafficEntries {
  exchange(overheard: OverheardExchange): Exchange;
  end(how: Pick<RunEnd, 'interrupted' | 'durationMs'>): readonly RecordingEntry[];
  readonly count: () => number;
}

/**
 * @param suite first word of every address, such as `capture` in `capture/orders.ship/1`
 * @param calls the calls of the intent file, or null without an intent file
 */
export function createTrafficEntries(suite: string, calls: readonly IntendedCall[] | null = null): TrafficEntries {
  const steps = new Map<OperationId, StepEnd[]>();
  const intents = calls === null ? null : createIntents(calls);
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
      const intended = intents?.next(operation, overheard.request);
      return { ...exchangeOf(overheard, { address, operation }), ...(intended !== undefined && { intended }) };
    },
    end: ({ interrupted, durationMs }) => [
      ...[...withUnsent(steps, suite, intents?.left() ?? [])].map(([operation, mine]) =>
        scenarioEnd(`${suite}/${operation}`, suite, mine),
      ),
      { kind: 'end', interrupted, bailed: false, created: 0, removed: 0, leftovers: [], durationMs },
    ],
  };
}

interface Intents {
  /** A repeated request gets the intended call of the previous request. */
  next(operation: OperationId, request: HttpRequest): Intended;
  left(): readonly NumberedCall[];
}

interface NumberedCall extends IntendedCall {
  readonly call: number;
}

function createIntents(calls: readonly IntendedCall[]): Intents {
  const open = calls.map((each, index): NumberedCall => ({ ...each, call: index + 1 }));
  const before = new Map<OperationId, { readonly call: NumberedCall; readonly text: string }>();
  return {
    next: (operation, request) => {
      const index = open.findIndex((each) => each.operation === operation);
      const [next, last, text] = [open[index], before.get(operation), requestText(request)];
      const isAskedTwice = next !== undefined && writeJson(next.with) === writeJson(last?.call.with);
      if (last?.text === text && !isAskedTwice) return { call: last.call.call, with: last.call.with, repeated: true };
      if (next === undefined) return { call: null, with: {} };
      open.splice(index, 1);
      before.set(operation, { call: next, text });
      return { call: next.call, with: next.with };
    },
    left: () => open,
  };
}

function requestText({ method, target, body }: HttpRequest): string {
  return `${method} ${target} ${Buffer.from(body ?? []).toString('base64')}`;
}

function withUnsent(
  steps: ReadonlyMap<OperationId, readonly StepEnd[]>,
  suite: string,
  left: readonly NumberedCall[],
): ReadonlyMap<OperationId, readonly StepEnd[]> {
  const all = new Map(steps);
  for (const { operation, call } of left) {
    const mine = all.get(operation) ?? [];
    const reason = `call ${call} of the intent file sent no request`;
    const address = `${suite}/${operation}/${mine.length + 1}`;
    const step = { address, operation, phase: 'step', line: 0, state: 'blocked', reason, attempts: 0 } as const;
    all.set(operation, [...mine, step]);
  }
  return all;
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
