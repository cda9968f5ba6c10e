import { describe, expect, it } from 'vitest';
import { judgeExchange } from '../../src/judge/judge-exchange.ts';
import { contract, errorResponse, exchange, findingsFor, judgeOf, type Parts, response } from './builders.ts';

const kinds = async (parts: Parts) => (await findingsFor(parts)).map(({ kind }) => kind);

const KEY = ['X-Api-Key', 'k'] as const;

describe('a captured request', () => {
  it.each([
    ['a declared error is no finding', errorResponse(404, 'box_not_found'), []],
    ['a declared 503 is no finding', errorResponse(503, 'busy'), []],
    ['an undeclared status is a finding', errorResponse(418, 'x'), ['status-undeclared']],
    ['an undeclared 5xx is a finding', errorResponse(500, 'x'), ['server-error']],
  ])('is judged by its contract: %s', async (_, answer, found) => {
    expect(await kinds({ overheard: true, header: KEY, response: answer })).toEqual(found);
  });

  it('is judged even if its response is not judged', async () => {
    const parts = { overheard: true, header: KEY, unjudgedAnswer: true, response: response(500) };
    expect(await kinds({ ...parts, sent: { name: 'pot', colour: 'red' } })).toEqual(['field-undeclared']);
    expect(await kinds(parts)).toEqual([]);
  });
});

describe('a request without a contract', () => {
  const PUT = contract({ id: 'things.put', method: 'PUT', path: '/v1/boxes/{box_id}', profiles: ['lite'] });
  const found = async (method: string, target: string, answer = response(404)) =>
    judgeExchange(
      exchange({ operation: 'undocumented', request: { method, target }, response: answer }),
      await judgeOf(contract(), PUT),
    );

  it('has one finding, whatever the response is', async () => {
    expect((await found('GET', '/x', response(200, { a: 1 }))).map(({ kind }) => kind)).toEqual([
      'operation-undocumented',
    ]);
  });

  it('has a second finding if the server fails', async () => {
    expect((await found('GET', '/x', response(500))).map(({ kind }) => kind)).toEqual([
      'server-error',
      'operation-undocumented',
    ]);
  });

  it.each([
    ['POST', '/v1/box/b1/things', 'a route of a contract; the nearest is POST /v1/boxes/{box_id}/things (things.make)'],
    ['PUT', '/v1/boxes/b1', 'a route of profile full (the operation things.put is only in lite)'],
    ['GET', '/metrics', 'a route of a contract'],
  ])('%s %s suggests the intended operation', async (method, target, expected) => {
    expect((await found(method, target))[0]?.expected).toBe(expected);
  });

  it('has the same finding for all ids', async () => {
    const [one] = await found('GET', '/v1/crates/crate_1a2b3c?x=1');
    const [other] = await found('GET', '/v1/crates/crate_4d5e6f');
    expect(one?.field).toBe('GET /v1/crates/*');
    expect(one?.fingerprint).toBe(other?.fingerprint);
  });
});
