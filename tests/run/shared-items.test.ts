import { describe, expect, it } from 'vitest';
import type { CallStep } from '../../src/model/suite.ts';
import { aField } from '../builders.ts';
import { call, contract } from '../plan/builders.ts';
import { runOn } from './run-on.ts';
import { answerJson, type Handler, serve } from './servers.ts';
import { create, thingOperations } from './things.ts';

/** If the name is known, a POST to this server returns the existing thing. */
function sharing(missing = 404): Handler {
  const gone = new Set<string>();
  return ({ method, target, body }, response) => {
    if (method === 'POST') return answerJson(response, 201, { id: JSON.parse(body).name });
    if (gone.has(target)) return answerJson(response, missing, {});
    if (method === 'DELETE') gone.add(target);
    return answerJson(response, 200, {});
  };
}

const read = call({ id: 'read', call: 'things.get', with: { thing_id: '${a.id}' } });

async function statesOf(...scenarios: readonly (readonly CallStep[])[]) {
  const server = await serve(sharing());
  const named = scenarios.map((steps, index) => ({ name: `s${index}`, steps }));
  const run = await runOn(server.origin, { scenarios: named, policy: { concurrency: 1 } });
  return run.scenarios.map(({ steps }) => steps.find(({ address }) => address.endsWith('/read')));
}

describe('an item that the server gave to two scenarios', () => {
  it('shows nothing after the first scenario has removed it', async () => {
    const [first, second] = await statesOf([create('a', 'same'), read], [create('a', 'same'), read]);
    expect(first).toMatchObject({ state: 'exercised' });
    expect(second).toMatchObject({ state: 'blocked', reason: expect.stringContaining('another scenario') });
  });

  it('shows nothing if a later call fails with a server error', async () => {
    const server = await serve(sharing(500));
    const scenarios = ['s0', 's1'].map((name) => ({ name, steps: [create('a', 'same'), read] }));
    const run = await runOn(server.origin, { scenarios, policy: { concurrency: 1 } });
    expect(run.scenarios[1]?.steps.find(({ address }) => address.endsWith('/read'))).toMatchObject({
      state: 'blocked',
    });
  });

  it('shows nothing about items that belonged to the removed item', async () => {
    const part = call({ id: 'part', call: 'things.create', with: { name: '${a.id}-part' } });
    const readPart = call({ id: 'read', call: 'things.get', with: { thing_id: '${part.id}' } });
    const handle = sharing();
    const gone = new Set<string>();
    const server = await serve((request, response, index) => {
      if (request.method === 'DELETE') gone.add(request.target);
      if (request.method === 'GET' && gone.has('/things/same')) answerJson(response, 404, {});
      else handle(request, response, index);
    });
    const scenarios = [
      { name: 's0', steps: [create('a', 'same')] },
      { name: 's1', steps: [create('a', 'same'), part, readPart] },
    ];
    const run = await runOn(server.origin, { scenarios, policy: { concurrency: 1 } });
    expect(run.scenarios[1]?.steps.find(({ address }) => address.endsWith('/read'))).toMatchObject({
      state: 'blocked',
    });
  });

  it('is evidence if the step expects that it is not found', async () => {
    const missing = { ...read, expect: { ...read.expect, status: [404] } };
    const [, second] = await statesOf([create('a', 'same')], [create('a', 'same'), missing]);
    expect(second).toMatchObject({ state: 'exercised' });
  });

  it('is a different item if it has the same name below another item', async () => {
    const fields = [aField('thing_id', 'path'), aField('label', 'path')];
    const path = '/things/{thing_id}/labels/{label}';
    const unlabel = contract({ id: 'things.unlabel', method: 'DELETE', safe: false, path, fields });
    const removeLabel = call({ id: 'gone', call: 'things.unlabel', with: { thing_id: 'other', label: 'same' } });
    const server = await serve(({ method, target, body }, response) => {
      if (method === 'POST') return answerJson(response, 201, { id: JSON.parse(body).name });
      answerJson(response, method === 'GET' && target === '/things/same' ? 404 : 200, {});
    });
    const scenarios = [
      { name: 's0', steps: [removeLabel] },
      { name: 's1', steps: [create('a', 'same'), read] },
    ];
    const operations = [...thingOperations(), unlabel];
    const run = await runOn(server.origin, { scenarios, operations, policy: { concurrency: 1 } });
    expect(run.scenarios[1]?.steps.find(({ address }) => address.endsWith('/read'))).toMatchObject({
      state: 'exercised',
    });
  });

  it('does not excuse a 404 for an item that only one scenario has', async () => {
    const remove = call({ id: 'gone', call: 'things.delete', with: { thing_id: '${a.id}' } });
    const [first, second] = await statesOf([create('a', 'one'), remove, read], [create('a', 'two'), read]);
    expect([first?.state, second?.state]).toEqual(['exercised', 'exercised']);
  });
});
