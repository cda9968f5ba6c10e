import { describe, expect, it } from 'vitest';
import { aField } from '../builders.ts';
import { call, contract } from '../plan/builders.ts';
import { runOn } from './run-on.ts';
import { answerJson, type Handler, serve } from './servers.ts';
import { create, deletions, thingOperations } from './things.ts';

/** While a rule exists, this server rejects the first five DELETE requests for each item with a 503. */
function overwhelmed(needed = 6): Handler {
  const rules = new Set<string>();
  const tried = new Map<string, number>();
  return ({ method, target, body }, response) => {
    const id = target.split('/')[2] ?? '';
    if (method === 'POST') {
      const { name } = JSON.parse(body);
      if (target === '/rules') rules.add(name);
      return answerJson(response, 201, { id: name });
    }
    const count = (tried.get(id) ?? 0) + 1;
    tried.set(id, count);
    if (method === 'DELETE' && rules.size > 0 && count < needed) return answerJson(response, 503, {});
    rules.delete(id);
    answerJson(response, 200, { id });
  };
}

const rule = aField('rule_id', 'path');
const operations = [
  ...thingOperations(),
  contract({
    ...{ id: 'rules.create', resource: 'rules', verb: 'create', method: 'POST', path: '/rules', safe: false },
    ...{ retryable: false, content: 'json', fields: [aField('name', 'body')], yields: { rule_id: '/id' } },
    cleanup: { call: 'rules.delete', with: {} },
  }),
  contract({
    ...{ id: 'rules.delete', resource: 'rules', verb: 'delete', method: 'DELETE', path: '/rules/{rule_id}' },
    ...{ safe: false, retryable: false, fields: [rule] },
  }),
];

const makeRule = (name: string) => call({ id: 'a', call: 'rules.create', with: { name } });

async function runBurdened(handler: Handler) {
  const scenarios = [0, 1, 2].flatMap((at) => [
    { name: `rule${at}`, steps: [makeRule(`rule${at}`)] },
    { name: `thing${at}`, steps: [create('a', `thing${at}`)] },
  ]);
  const server = await serve(handler);
  const run = await runOn(server.origin, { operations, scenarios, source: 'behavior', policy: { concurrency: 1 } });
  const stateOf = (name: string) => run.scenarios.find(({ address }) => address.endsWith(`/${name}`))?.steps[0];
  return { server, run, stateOf };
}

describe('an item that keeps the server from serving other calls', () => {
  it('is removed before others are created, and its operation is reported and not called again', async () => {
    const { run, server, stateOf } = await runBurdened(overwhelmed());
    expect(run.end.remarks?.join()).toContain('after rules.create, the server returned 503 to 5 requests in a row');
    expect(run.end.leftovers).toEqual([]);
    const posted = server.seen.filter(({ method, target }) => method === 'POST' && target === '/rules');
    expect(posted).toHaveLength(2);
    expect(stateOf('rule2')).toMatchObject({ state: 'not-tried', reason: expect.stringContaining('503') });
    expect(stateOf('thing2')).toMatchObject({ state: 'exercised' });
    // Only one exchange with a 503 response was not superseded by a retry.
    const shown = run.exchanges.filter(({ response, superseded }) => response?.status === 503 && !superseded);
    expect(shown.map(({ operation }) => operation)).toEqual(['rules.delete']);
  });

  it('is not suspected if the server rejects nothing', async () => {
    const { run, server } = await runBurdened(overwhelmed(1));
    expect(run.end.remarks).toBeUndefined();
    expect(deletions(server.seen)).toHaveLength(6);
  });
});
