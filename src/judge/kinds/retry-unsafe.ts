import { foldName } from '../../lib/fold-name.ts';
import { writeJson } from '../../lib/json-text.ts';
import type { Contract } from '../../model/contract.ts';
import type { ClientCall, ClientExchange } from '../../model/trace.ts';
import { readWire, wireValueAt } from '../../wire/wire-reading.ts';
import type { ClientDraft } from '../client/subject.ts';
import type { Judge } from '../judge.ts';
import type { Kind } from '../kind.ts';
import type { MethodUse } from '../readers/client/read-use.ts';
import { targetsOf } from '../readers/client/targets.ts';

/** The client repeats a write, and the server cannot recognise the repetition. */
export const retryUnsafe: Kind = {
  title: 'The client repeats a write that the server may already have executed',
  severity: 'error',
  gravity: 111,
  cause: 'place',
  about: 'client',
  priority: 'P0',
  trace: ({ uses, judge }) => uses.flatMap((use) => repeated(use, judge).slice(0, 1)),
};

function repeated(use: MethodUse, judge: Judge): readonly ClientDraft[] {
  if (!isUnsafe(use.contract)) return [];
  return use.method.calls.flatMap((call): readonly ClientDraft[] => {
    const attempts = attemptsOf(call, use);
    const keys = new Set(attempts.map((exchange) => keyOf(exchange, use, judge)));
    const isOneKey = keys.size === 1 && !keys.has(undefined);
    if (attempts.length < 2 || isOneKey) return [];
    const how = keys.has(undefined) ? 'without an idempotency key' : `with ${keys.size} different idempotency keys`;
    const { method, operation } = use;
    const again = call.exchanges.findIndex(({ request }) => request === attempts[1]?.request);
    return [
      {
        ...{ operation, method: method.name, field: null, call, request: again, pointer: '/request/headers' },
        expected: 'one request, or the same idempotency key for all attempts',
        observed: `${attempts.length} requests after a ${attempts[0]?.response?.status ?? 'failure'}, ${how}`,
        found: attempts.map((each) => keyOf(each, use, judge) ?? null),
        cause: `repeated ${how.split(' ')[0]} a key`,
      },
    ];
  });
}

/** A repeated PUT or DELETE has no second effect. */
function isUnsafe({ method, safe, retryable }: Contract): boolean {
  return (method === 'POST' || method === 'PATCH') && !safe && !retryable;
}

/** Returns all requests with the target of the first request, or an empty list if the server did not fail on the first request. */
function attemptsOf({ exchanges, purpose }: ClientCall, { operation }: MethodUse): readonly ClientExchange[] {
  if (purpose.kind !== 'answer') return [];
  const mine = exchanges.filter((each) => each.operation === operation);
  const [first] = mine;
  if (first === undefined || (first.response !== null && first.response.status < 500)) return [];
  return mine.filter(({ request }) => request.target === first.request.target);
}

/** A server recognises a repeated request by its idempotency key. */
function keyOf(exchange: ClientExchange, { contract, contracts }: MethodUse, judge: Judge): string | undefined {
  const reading = readWire(exchange, contracts);
  const names = contract.behaviors.flatMap((behavior) => (behavior.kind === 'idempotency_key' ? [behavior.field] : []));
  const places = targetsOf(contract, judge).filter(({ name }) => names.includes(name) || isKeyName(name));
  const declared = places.map(({ place }) => wireValueAt(reading, place)).find((value) => value !== undefined);
  const other = reading.values.find(({ place }) => place.location === 'header' && isKeyName(place.name))?.value;
  const key = declared ?? other;
  return key === undefined ? undefined : writeJson(key);
}

function isKeyName(name: string): boolean {
  return /idempotenc|requestid$|clienttoken$/.test(foldName(name));
}
