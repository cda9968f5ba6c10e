import { describe, expect, it } from 'vitest';
import type { ScenarioEnd } from '../../src/model/exchange.ts';
import { call, contract } from '../plan/builders.ts';
import { type RunGiven, runOn } from './run-on.ts';
import { answerJson, type Handler, serve } from './servers.ts';
import { create, thingOperations } from './things.ts';

const LIST = call({ id: 'sent' });
const MAKE = { ...create('sent'), cleanup: null };

const SCENARIOS: RunGiven['scenarios'] = [
  { name: 'call.required-only', steps: [LIST] },
  { name: 'note.as-list', steps: [{ ...LIST, invalid: true, expect: { status: [400], headers: {} } }] },
];

async function run(handler: Handler, given: RunGiven = {}) {
  const server = await serve(handler);
  const seen = await runOn(server.origin, {
    scenarios: SCENARIOS,
    source: 'probe',
    suite: { name: 'probe.things.list' },
    policy: { concurrency: 1 },
    ...given,
  });
  return { ...seen, requests: server.seen.length };
}

function statesOf(scenarios: readonly ScenarioEnd[]): readonly string[] {
  return scenarios.flatMap(({ steps }) => steps.map(({ state }) => state));
}

describe('variations of a call', () => {
  it('are not tried if the call itself fails', async () => {
    const { scenarios, requests } = await run((_request, response) => answerJson(response, 500, {}));
    const variation = scenarios.find(({ address }) => address.endsWith('as-list'));
    expect(variation?.steps[0]).toMatchObject({ state: 'not-tried', reason: expect.stringContaining('returns 500') });
    expect(requests).toBe(1);
  });

  it('with a field at another location are tried anyway, because the server may expect it there', async () => {
    const place = { location: 'header', name: 'Note' } as const;
    const blame = { kind: 'accepted-invalid', says: 'it is refused' } as const;
    const expect_ = { status: [400], headers: {}, blame, confirms: { field: 'note', place, value: 1 } };
    const sent = { ...LIST, invalid: true, expect: expect_ };
    const scenarios = [SCENARIOS?.[0] ?? {}, { name: 'note.in-header', steps: [sent] }];
    const { requests } = await run((_request, response) => answerJson(response, 400, {}), { scenarios });
    expect(requests).toBe(2);
  });

  it('are tried if the call succeeds', async () => {
    const { scenarios, requests } = await run((_request, response) => answerJson(response, 200, {}));
    expect(statesOf(scenarios)).toEqual(['exercised', 'exercised']);
    expect(requests).toBe(2);
  });
});

describe('a call that prepares a generated scenario', () => {
  const SCENARIO: RunGiven['scenarios'] = [{ name: 'name.missing', steps: [LIST] }];
  const setup = [MAKE, { ...MAKE, id: 'second' }];
  const given: RunGiven = { suite: { name: 'probe.things.list', setup }, scenarios: SCENARIO };
  const refusing: Handler = ({ method }, response) => answerJson(response, method === 'POST' ? 409 : 200, {});

  it('prevents the next steps if the call is rejected', async () => {
    const { scenarios, requests } = await run(refusing, {
      ...given,
      suite: { ...given.suite, setup: [{ ...MAKE, id: 'first' }, MAKE] },
    });
    expect(statesOf(scenarios)).toEqual(['exercised', 'unresolved', 'unresolved']);
    expect(scenarios[0]?.steps[2]).toMatchObject({ needs: 'probe.things.list/name.missing/first' });
    expect(requests).toBe(1);
  });

  it('does not prevent the next steps if the call succeeds', async () => {
    const { scenarios } = await run((_request, response) => answerJson(response, 200, {}), given);
    expect(statesOf(scenarios)).toEqual(['exercised', 'exercised', 'exercised']);
  });

  it('prevents nothing in a suite', async () => {
    const { scenarios } = await run(refusing, { ...given, source: 'suite' });
    expect(statesOf(scenarios)).toEqual(['exercised', 'exercised', 'exercised']);
  });
});

describe('a response about the caller', () => {
  const both: RunGiven = { scenarios: [{ steps: [call({ id: 'a' }), { ...MAKE, id: 'b' }] }], source: 'suite' };

  it.each<[string, Handler, string | undefined]>([
    ['404 everywhere', (_request, response) => answerJson(response, 404, {}), 'base path'],
    ['401 everywhere', (_request, response) => answerJson(response, 401, {}), 'credential of main'],
    [
      'an HTML page everywhere',
      (_request, response) => {
        response.setHeader('content-type', 'text/html');
        response.end('<html></html>');
      },
      'HTML page',
    ],
    [
      '404 from one operation of two',
      ({ method }, response) => answerJson(response, method === 'POST' ? 404 : 200, {}),
      undefined,
    ],
  ])('ends the recording: %s', async (_title, handler, reason) => {
    const { end } = await run(handler, both);
    if (reason === undefined) expect(end).not.toHaveProperty('environment');
    else expect(end.environment).toContain(reason);
  });

  it('is not a problem of the environment if the step expects it', async () => {
    const expected = { status: [404], headers: {} };
    const steps = [call({ id: 'a', expect: expected }), { ...MAKE, id: 'b', expect: expected }];
    const { end } = await run((_request, response) => answerJson(response, 404, {}), { scenarios: [{ steps }] });
    expect(end).not.toHaveProperty('environment');
  });
});

describe('a 429', () => {
  const many = Array.from({ length: 6 }, (_, at) => call({ id: `s${at}` }));

  it('closes the run after three in a row', async () => {
    const { scenarios, requests } = await run((_request, response) => answerJson(response, 429, {}), {
      scenarios: [{ steps: many }],
    });
    expect(requests).toBe(3);
    expect(scenarios[0]?.steps.at(-1)).toMatchObject({ state: 'blocked', reason: expect.stringContaining('429') });
  });

  it('does not close the run if other responses come in between', async () => {
    let count = 0;
    const { requests } = await run((_request, response) => answerJson(response, count++ % 2 === 0 ? 429 : 200, {}), {
      scenarios: [{ steps: many }],
    });
    expect(requests).toBe(6);
  });
});

describe('a problem that the first calls show', () => {
  const operations = ['a', 'b', 'c', 'd', 'e'].map((resource) =>
    contract({ id: `${resource}.list`, resource, verb: 'list', path: `/${resource}` }),
  );
  const scenarios = operations.map(({ id, resource }) => ({
    name: resource,
    steps: [call({ id: 'sent', call: id }), call({ id: 'again', call: id })],
  }));
  const writing = { name: 'write', steps: [call({ id: 'sent', call: 'things.create', cleanup: null })] };
  const all: RunGiven = {
    source: 'suite',
    operations: [...operations, ...thingOperations()],
    scenarios: [...scenarios, writing],
  };

  it('ends the run before the first write', async () => {
    const methods: string[] = [];
    const { scenarios: ends, end } = await run(({ method }, response) => {
      methods.push(method);
      answerJson(response, 404, {});
    }, all);
    expect(methods).not.toContain('POST');
    expect(end.environment).toContain('base path');
    expect(ends.find(({ address }) => address === 'probe.things.list/write')?.steps[0]?.state).toBe('blocked');
  });

  it('does not end the run if the caller only lacks some permissions', async () => {
    const methods: string[] = [];
    await run(({ method }, response) => {
      methods.push(method);
      answerJson(response, method === 'POST' ? 201 : 403, {});
    }, all);
    expect(methods).toContain('POST');
  });
});

describe('a 503 while other requests are in flight', () => {
  const together = Array.from({ length: 6 }, (_, at) => ({
    name: `s${at}`,
    steps: [{ ...create(`s${at}`), cleanup: null }],
  }));

  it.each([
    ['suite', 'blocked'],
    ['probe', 'not-tried'],
  ] as const)('is no evidence, and a write of a %s is not repeated: it is %s', async (source, state) => {
    let underWay = 0;
    let sent = 0;
    const handler: Handler = (_request, response) => {
      underWay += 1;
      sent += 1;
      const isTooMuch = underWay > 1;
      setTimeout(() => {
        underWay -= 1;
        answerJson(response, isTooMuch ? 503 : 201, { id: 'x' });
      }, 20);
    };
    const {
      scenarios: ends,
      end,
      exchanges,
    } = await run(handler, {
      ...{ scenarios: together, source, policy: { concurrency: 6 } },
    });
    expect(sent).toBe(together.length);
    expect(new Set(statesOf(ends))).toEqual(new Set(['exercised', state]));
    expect(exchanges.filter(({ superseded, response }) => !superseded && response?.status === 503)).toEqual([]);
    expect(end.remarks).toEqual([expect.stringContaining('503')]);
  });

  it('is no evidence if other requests were sent before it came', async () => {
    const waiting: (() => void)[] = [];
    const handler: Handler = (_request, response, index) => {
      if (index === 0) waiting.push(() => answerJson(response, 503, {}));
      else answerJson(response, 201, { id: 'x' });
      if (index === 1) for (const answer of waiting) answer();
    };
    const options = { scenarios: together.slice(0, 2), source: 'probe', policy: { concurrency: 2 } } as const;
    const { exchanges } = await run(handler, options);
    expect(exchanges.map(({ response, superseded }) => [response?.status, superseded])).toContainEqual([503, true]);
  });

  it.each([
    ['no evidence in a generated scenario', 'probe', true],
    ['evidence in a suite', 'suite', false],
  ] as const)('that comes after a success of the same operation is %s', async (_title, source, superseded) => {
    const handler: Handler = (_request, response, index) => answerJson(response, index === 0 ? 201 : 503, { id: 'x' });
    const { exchanges } = await run(handler, {
      ...{ scenarios: together.slice(0, 2), source, suite: { name: `${source}.things` }, policy: { concurrency: 1 } },
    });
    expect(exchanges.map((each) => [each.response?.status, each.superseded])).toEqual([
      [201, false],
      [503, superseded],
    ]);
  });

  it('means that later 503 in generated scenarios are no evidence', async () => {
    const handler: Handler = (_request, response) => setTimeout(() => answerJson(response, 503, {}), 10);
    const options = { scenarios: together.slice(0, 5), source: 'probe', policy: { concurrency: 2 } } as const;
    const { exchanges } = await run(handler, { ...options, suite: { name: 'probe.things' } });
    expect(exchanges.map(({ superseded }) => superseded)).toEqual(exchanges.map(() => true));
    expect(exchanges.length).toBeGreaterThan(3);
  });

  it('is evidence if nothing else is in flight', async () => {
    const handler: Handler = (_request, response) => answerJson(response, 503, {});
    const { exchanges, end } = await run(handler, {
      ...{ scenarios: together.slice(0, 1), source: 'suite', policy: { concurrency: 6 } },
    });
    expect(exchanges.map(({ superseded }) => superseded)).toEqual([false]);
    expect(end).not.toHaveProperty('remarks');
  });
});

describe('a 429 with a time', () => {
  it('is waited for, however often the operation may be retried', async () => {
    let count = 0;
    const handler: Handler = (_request, response) => {
      count += 1;
      if (count % 3 !== 0) return answerJson(response, 200, {});
      response.setHeader('Retry-After', '0.05');
      answerJson(response, 429, {});
    };
    const steps = Array.from({ length: 6 }, (_, at) => call({ id: `s${at}` }));
    const { scenarios: ends } = await run(handler, { scenarios: [{ steps }], source: 'suite' });
    expect(statesOf(ends)).toEqual(steps.map(() => 'exercised'));
  });

  it('is waited for, except by the caller who tests the limit', async () => {
    let count = 0;
    const handler: Handler = (_request, response) => {
      count += 1;
      if (count % 2 === 0) return answerJson(response, 200, {});
      response.setHeader('Retry-After', count === 1 ? '3600' : '0.05');
      answerJson(response, 429, {});
    };
    const auth = { kind: 'api_key', credential: { secret: 'fresh-secret-1234' } };
    const asFresh = (id: string, status: readonly number[]) => call({ id, auth, expect: { status, headers: {} } });
    const steps = [asFresh('reached', [429]), asFresh('more', [200]), call({ id: 'other' })];
    const { requests, scenarios: ends } = await run(handler, { scenarios: [{ steps }], source: 'suite' });
    expect(statesOf(ends)).toEqual(['exercised', 'exercised', 'exercised']);
    expect(requests).toBe(4);
  });

  it('that is longer than a run waits blocks only this operation', async () => {
    const handler: Handler = ({ method }, response) => {
      response.setHeader('Retry-After', '3600');
      answerJson(response, method === 'POST' ? 429 : 200, {});
    };
    const made = { ...create('made'), cleanup: null };
    const steps = [made, { ...made, id: 'again' }, call({ id: 'list' })];
    const { scenarios: ends, requests } = await run(handler, { scenarios: [{ steps }], source: 'suite' });
    expect(requests).toBe(2);
    expect(ends[0]?.steps[1]?.reason).toContain('things.create and asks to retry in 60m');
    expect(ends[0]?.steps[2]?.state).toBe('exercised');
  });
});
