import { describe, expect, it } from 'vitest';
import type { ScenarioCheck } from '../../src/model/check.ts';
import { call } from '../plan/builders.ts';
import { runOn } from './run-on.ts';
import { answerJson, type Handler, serve } from './servers.ts';
import { create, deletions, things } from './things.ts';

/** This server delays all responses until `count` requests have arrived. The requests must therefore be concurrent. */
function together(count: number, statusOf: (index: number) => number = () => 200): Handler {
  const waiting: (() => void)[] = [];
  return (_request, response, index) => {
    waiting.push(() => answerJson(response, statusOf(index), { id: `t${index}` }));
    if (waiting.length === count) for (const answer of waiting) answer();
  };
}

describe('a step that is sent several times at once', () => {
  it('is one step with several exchanges', async () => {
    const server = await serve(together(8));
    const { exchanges, scenarios } = await runOn(server.origin, { steps: [call({ copies: 8 })] });
    expect(exchanges.map(({ id }) => id)).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `things/lists/list#${number}`),
    );
    expect(exchanges.every(({ superseded, response }) => !superseded && response?.status === 200)).toBe(true);
    expect(scenarios[0]?.steps).toMatchObject([{ state: 'exercised', attempts: 8 }]);
  });

  it('is not retried', async () => {
    const server = await serve(together(3, () => 503));
    const { exchanges } = await runOn(server.origin, { steps: [call({ copies: 3 })], policy: { retries: 2 } });
    expect(exchanges).toHaveLength(3);
  });

  it('provides the first successful response to later steps', async () => {
    const server = await serve((request, response, index) => {
      if (request.target === '/things') together(1, () => (index < 2 ? 409 : 201))(request, response, index);
      else answerJson(response, 200, {});
    });
    const get = call({ id: 'get', call: 'things.get', with: { thing_id: '${list.id}' } });
    const { exchanges } = await runOn(server.origin, { steps: [call({ copies: 4 }), get] });
    const winner = exchanges.find(({ response }) => response?.status === 201);
    expect(exchanges.at(-1)?.request.target).toBe(`/things/${JSON.parse(String(winner?.response?.body)).id}`);
  });

  it('is cleaned up by one step with an exchange for each success', async () => {
    const server = await serve((request, response, index) => {
      if (request.method === 'POST') answerJson(response, index === 0 ? 409 : 201, { id: `t${index}` });
      else things()(request, response, index);
    });
    const { exchanges, scenarios, end } = await runOn(server.origin, { steps: [{ ...create('a'), copies: 3 }] });
    expect(deletions(server.seen).toSorted()).toEqual(['/things/t1', '/things/t2']);
    expect(exchanges.slice(3).map(({ id }) => id)).toEqual(['things/lists/a~cleanup#1', 'things/lists/a~cleanup#2']);
    expect(scenarios[0]?.steps.map(({ address }) => address)).toEqual(['things/lists/a', 'things/lists/a~cleanup']);
    expect(end).toMatchObject({ created: 2, removed: 2, leftovers: [] });
  });

  it('reports each copy to a run that may bail', async () => {
    const server = await serve(together(3));
    const seen: number[] = [];
    const isFailure = ({ attempt }: { readonly attempt: number }) => seen.push(attempt) === 0;
    await runOn(server.origin, { steps: [call({ copies: 3 })], options: { isFailure } });
    expect(seen).toEqual([1, 2, 3]);
  });

  it('respects the rate limit', async () => {
    const server = await serve(together(4));
    const started = Date.now();
    await runOn(server.origin, {
      steps: [call({ copies: 4 })],
      policy: { rateLimit: { count: 2, windowMs: 150 } },
    });
    expect(Date.now() - started).toBeGreaterThanOrEqual(150);
  });
});

describe('a scenario with a check', () => {
  const check: ScenarioCheck = { check: 'one-winner', step: 'list' };

  it('marks its exchanges, and names the check in its end line', async () => {
    const server = await serve(things());
    const { exchanges, scenarios } = await runOn(server.origin, { scenarios: [{ check }] });
    expect(exchanges).toMatchObject([{ kept: true }]);
    expect(scenarios).toMatchObject([{ check }]);
  });

  it('runs its rounds one after the other, and cleans up after each round', async () => {
    const server = await serve(things());
    const made = create('made', '${run.id}');
    const { exchanges, scenarios, end } = await runOn(server.origin, { scenarios: [{ steps: [made], rounds: 2 }] });
    expect(exchanges.map(({ id }) => id)).toEqual([
      'things/lists/made#1',
      'things/lists/made~cleanup#1',
      'things/lists/made#2',
      'things/lists/made~cleanup#2',
    ]);
    expect(new Set(deletions(server.seen)).size).toBe(2);
    expect(scenarios[0]?.steps.map(({ address }) => address)).toEqual([
      'things/lists/made',
      'things/lists/made~cleanup',
    ]);
    expect(end).toMatchObject({ created: 2, removed: 2, leftovers: [] });
  });

  it('reports a step as not exercised if it was not exercised in one of the rounds', async () => {
    const server = await serve((_request, response, index) =>
      answerJson(response, 200, index === 0 ? { id: 'a' } : {}),
    );
    const get = call({ id: 'get', call: 'things.get', with: { thing_id: '${list.id}' } });
    const { scenarios } = await runOn(server.origin, { scenarios: [{ steps: [call(), get], rounds: 2 }] });
    expect(scenarios[0]?.steps).toMatchObject([{ state: 'exercised' }, { state: 'unresolved' }]);
  });

  it('marks no other scenario', async () => {
    const server = await serve(things());
    const { exchanges, scenarios } = await runOn(server.origin);
    expect(exchanges[0]).not.toHaveProperty('kept');
    expect(scenarios[0]).not.toHaveProperty('check');
  });
});

describe('a request with a credential that is not the actor’s own', () => {
  it.each([
    ['is so when the step gives one', { auth: { kind: 'api_key', credential: { secret: 'wrong-secret-99' } } }],
    ['is so when the step replaces its header', { raw: { headers: { Authorization: 'Bearer' } } }],
    ['is so when the step removes its header', { raw: { headers: { authorization: null } } }],
  ])('%s', async (_title, given) => {
    const server = await serve(things());
    const { exchanges } = await runOn(server.origin, { steps: [call(given)] });
    expect(exchanges[0]?.asked).toMatchObject({ forged: true });
  });

  it('is not marked otherwise', async () => {
    const server = await serve(things());
    const { exchanges } = await runOn(server.origin, { steps: [call({ raw: { headers: { 'X-A': 'b' } } })] });
    expect(exchanges[0]?.asked).not.toHaveProperty('forged');
  });
});
