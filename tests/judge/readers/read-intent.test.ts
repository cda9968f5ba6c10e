import { describe, expect, it } from 'vitest';
import { createJudge } from '../../../src/judge/create-judge.ts';
import type { Judge } from '../../../src/judge/judge.ts';
import { judgeExchange } from '../../../src/judge/judge-exchange.ts';
import type { Contract } from '../../../src/model/contract.ts';
import type { IntendedCall } from '../../../src/model/exchange.ts';
import { createTrafficEntries } from '../../../src/recording/traffic-entries.ts';
import { type RequestParts, request } from '../../surface/builders.ts';
import { contract, contractSet, field } from '../builders.ts';

const MAKING = contract({
  fields: [
    field('box_id', 'path'),
    field('name', 'body', { required: true }),
    field('idempotency_key', 'body'),
    field('limits', 'body', { schema: { type: 'object', properties: { size: { type: 'integer' } } } }),
    field('at', 'body', { schema: { type: 'string', format: 'date-time' } }),
    field('note', 'body', { schema: { type: ['string', 'null'] } }),
    field('page', 'query', { schema: { type: 'integer', default: 1 } }),
  ],
});
const JUDGE = await judgeOf(MAKING);
const CALL = { box_id: 'b1', name: 'pot', idempotency_key: 'k1' };

/** Compares the requests with an intent file that contains the given calls. */
function findings(calls: readonly IntendedCall['with'][], ...requests: readonly RequestParts[]): readonly string[] {
  return findingsWith(JUDGE, calls, requests);
}

function findingsWith(
  judge: Judge,
  calls: readonly IntendedCall['with'][],
  requests: readonly RequestParts[],
): readonly string[] {
  const intents = calls.map((given) => ({ operation: 'things.make', with: given }));
  const entries = createTrafficEntries('capture', intents);
  return requests.flatMap((parts) => {
    const made = request(parts);
    const overheard = { request: made, response: null, operation: 'things.make', unjudgedAnswer: true };
    const exchange = entries.exchange({ ...overheard, unjudgedCredentials: true, startedMs: 0, durationMs: 0 });
    return judgeExchange(exchange, judge).map(({ kind, field: name, observed }) => `${kind} ${name}: ${observed}`);
  });
}

function judgeOf(operation: Contract): Promise<Judge> {
  return createJudge({ contracts: contractSet(operation), profile: 'full', where: 'capture', severity: {} });
}

const json = { name: 'pot', idempotency_key: 'k1' };

describe('a program that runs with an intent file', () => {
  it('has no finding if it sends the values of its calls', () => {
    expect(findings([CALL], { json })).toEqual([]);
  });

  it.each<[string, IntendedCall['with'], RequestParts, string]>([
    ['drops a value', CALL, { json: { name: 'pot' } }, 'argument-dropped idempotency_key: the value is not sent'],
    ['sends another value', CALL, { json: { ...json, name: 'pan' } }, 'value-changed name: "pan"'],
    [
      'drops a member',
      { ...CALL, limits: { size: 3 } },
      { json: { ...json, limits: {} } },
      'argument-dropped limits.size: the value is not sent',
    ],
    ['adds a value', CALL, { json, target: '/v1/boxes/b1/things?page=7' }, 'default-undeclared page: 7'],
    ['sends another path value', CALL, { json, target: '/v1/boxes/b2/things' }, 'value-changed box_id: "b2"'],
  ])('is reported if it %s', (_title, call, sent, expected) => {
    expect(findings([call], sent)).toEqual([expected]);
  });

  it('is reported for two swapped values, each with its right field', () => {
    expect(findings([CALL], { json: { name: 'k1', idempotency_key: 'pot' } })).toEqual([
      'value-changed idempotency_key: "pot", the value of name',
      'value-changed name: "k1", the value of idempotency_key',
    ]);
  });

  it('has a misplaced value, and no dropped one, if the value is at another location', () => {
    const target = '/v1/boxes/b1/things?idempotency_key=k1';
    const kinds = findings([CALL], { json: { name: 'pot' }, target }).map((each) => each.split(' ')[0]);
    expect(kinds).toEqual(['field-misplaced']);
  });

  it.each<[string, IntendedCall['with'], RequestParts]>([
    [
      'the same instant in another zone',
      { ...CALL, at: '2031-01-01T00:00:00Z' },
      { json: { ...json, at: '2031-01-01T02:00:00+02:00' } },
    ],
    ['the default of the contract', CALL, { json, target: '/v1/boxes/b1/things?page=1' }],
    ['nothing for a null', { ...CALL, limits: null }, { json }],
    ['a null for nothing', CALL, { json: { ...json, note: null } }],
  ])('may send %s', (_title, call, sent) => {
    expect(findings([call], sent)).toEqual([]);
  });

  it('is reported for a null that is added to a PATCH, because the null may remove a value', async () => {
    const judge = await judgeOf({ ...MAKING, method: 'PATCH' });
    const sent = { json: { ...json, note: null } };
    expect(findingsWith(judge, [CALL], [sent])).toEqual(['default-undeclared note: null']);
  });

  it('is reported for a repeated request, and the next call is compared with its own request', () => {
    const other = { ...CALL, idempotency_key: 'k2' };
    const second = { json: { ...json, idempotency_key: 'k2' } };
    expect(findings([CALL, other], { json }, { json }, second)).toEqual([
      'duplicate-request null: the same request again',
    ]);
  });

  it('may make the same call twice if the file contains it twice', () => {
    expect(findings([CALL, CALL], { json }, { json })).toEqual([]);
  });

  it('is reported for a request that no call of the file explains', () => {
    expect(findings([CALL], { json }, { json: { ...json, name: 'pan' } })).toEqual([
      'duplicate-request null: a request that no call explains',
    ]);
  });

  it('has a blocked step for a call that sends nothing', () => {
    const entries = createTrafficEntries('capture', [{ operation: 'things.make', with: CALL }]);
    const [scenario] = entries.end({ interrupted: null, durationMs: 0 });
    expect(scenario).toMatchObject({
      address: 'capture/things.make',
      steps: [{ state: 'blocked', reason: 'call 1 of the intent file sent no request' }],
    });
  });
});
