import { describe, expect, it } from 'vitest';
import { call } from '../plan/builders.ts';
import { runOn } from './run-on.ts';
import { answerJson, type Handler, serve } from './servers.ts';
import { create, deletions, thingOperations, things } from './things.ts';

describe('cleanup', () => {
  it('deletes what was created, in reverse order', async () => {
    const server = await serve(things());
    const { end } = await runOn(server.origin, { steps: [create('a'), create('b'), create('c')] });
    expect(deletions(server.seen)).toEqual(['/things/c', '/things/b', '/things/a']);
    expect(end).toMatchObject({ created: 3, removed: 3, leftovers: [] });
  });

  it('repeats a deletion that the server refused with 503', async () => {
    const handle = things();
    let refused = 0;
    const server = await serve((request, response, index) => {
      if (request.method === 'DELETE' && refused++ < 3) answerJson(response, 503, {});
      else handle(request, response, index);
    });
    const { end } = await runOn(server.origin, { steps: [create('a')] });
    expect(end).toMatchObject({ created: 1, removed: 1, leftovers: [] });
  });

  it('sends one request for each item if the server returns 503 for every deletion', async () => {
    const handle = things();
    const server = await serve((request, response, index) =>
      request.method === 'DELETE' ? answerJson(response, 503, {}) : handle(request, response, index),
    );
    const steps = Array.from({ length: 12 }, (_, index) => create(`a${index}`));
    const { end } = await runOn(server.origin, { steps });
    expect(end.leftovers).toHaveLength(12);
    expect(deletions(server.seen).length).toBeLessThan(12 + 12);
  });

  it('records which response contained the id that a deletion sends', async () => {
    const server = await serve(things());
    const { exchanges } = await runOn(server.origin, { steps: [create('a')] });
    const from = { address: 'things/lists/a', at: 'body', path: '/id' };
    expect(exchanges[1]?.asked.refers).toEqual([{ expression: 'a.id', value: 'a', from }]);
  });

  it('records each deletion as a separate exchange', async () => {
    const server = await serve(things());
    const { exchanges, scenarios } = await runOn(server.origin, { steps: [create('a')] });
    expect(exchanges[1]).toMatchObject({
      id: 'things/lists/a~cleanup#1',
      phase: 'cleanup',
      operation: 'things.delete',
    });
    expect(scenarios[0]?.steps[1]).toMatchObject({ address: 'things/lists/a~cleanup', state: 'exercised' });
  });

  it('counts a resource that is already gone as deleted', async () => {
    const server = await serve(things());
    const gone = call({ id: 'gone', call: 'things.delete', with: { thing_id: '${a.id}' } });
    const { end } = await runOn(server.origin, { steps: [create('a'), gone] });
    expect(end).toMatchObject({ created: 1, removed: 1, leftovers: [] });
  });

  /** If a thing does not exist, this server responds with 403. Some real servers do the same. */
  function secretive(): Handler {
    const handle = things();
    const gone = new Set<string>();
    return (request, response, index) => {
      if (gone.has(request.target)) return answerJson(response, 403, {});
      if (request.method === 'DELETE') gone.add(request.target);
      return handle(request, response, index);
    };
  }

  it('counts a refused removal as done if a step has removed the item', async () => {
    const server = await serve(secretive());
    const gone = call({ id: 'gone', call: 'things.delete', with: { thing_id: '${a.id}' } });
    const { end } = await runOn(server.origin, { steps: [create('a'), gone] });
    expect(end).toMatchObject({ created: 1, leftovers: [] });
  });

  it('lists an item whose removal was refused if a step has removed a different item', async () => {
    const server = await serve((request, response, index) => {
      if (request.target === '/things/a') answerJson(response, 403, {});
      else secretive()(request, response, index);
    });
    const gone = call({ id: 'gone', call: 'things.delete', with: { thing_id: '${b.id}' } });
    const { end } = await runOn(server.origin, { steps: [create('a'), create('b'), gone] });
    expect(end.leftovers).toMatchObject([{ with: { thing_id: 'a' }, reason: 'returned 403' }]);
  });

  it('deletes a resource once if two steps created it', async () => {
    const server = await serve(things());
    await runOn(server.origin, { steps: [create('a', 'same'), create('b', 'same')] });
    expect(deletions(server.seen)).toEqual(['/things/same']);
  });

  it('continues after a failed deletion, and retries the failed deletion once at the end', async () => {
    const broken = new Set(['/things/b']);
    const handle = things();
    const server = await serve((request, response, index) => {
      if (request.method === 'DELETE' && broken.delete(request.target)) answerJson(response, 500, {});
      else handle(request, response, index);
    });
    const { end, exchanges } = await runOn(server.origin, { steps: [create('a'), create('b')] });
    expect(deletions(server.seen)).toEqual(['/things/b', '/things/a', '/things/b']);
    expect(end).toMatchObject({ created: 2, removed: 2, leftovers: [] });
    const tries = exchanges.filter(({ address }) => address.endsWith('b~cleanup'));
    expect(tries.map(({ attempt, superseded }) => [attempt, superseded])).toEqual([
      [1, true],
      [2, false],
    ]);
  });

  it('records a failed deletion before it sends anything else', async () => {
    const broken = new Set(['/things/b']);
    const handle = things();
    const server = await serve((request, response, index) => {
      if (request.method === 'DELETE' && broken.delete(request.target)) answerJson(response, 500, {});
      else handle(request, response, index);
    });
    const { exchanges } = await runOn(server.origin, { steps: [create('a'), create('b')] });
    expect(exchanges.map(({ request }) => `${request.method} ${request.target}`)).toEqual(
      server.seen.map(({ method, target }) => `${method} ${target}`),
    );
  });

  it.each([
    ['is not sent again when it may have been handled', 500, 1],
    ['is sent again when it was refused', 409, 2],
  ])('a POST that deletes %s', async (_title, status, times) => {
    const handle = things();
    const server = await serve((request, response, index) => {
      if (request.target.startsWith('/things/')) answerJson(response, status, {});
      else handle(request, response, index);
    });
    const operations = thingOperations().map((each) =>
      each.id === 'things.delete' ? { ...each, method: 'POST' as const } : each,
    );
    const { end } = await runOn(server.origin, { operations, steps: [create('a')] });
    expect(server.seen.filter(({ target }) => target === '/things/a')).toHaveLength(times);
    expect(end.leftovers).toHaveLength(1);
  });

  it.each(['', '.', '..'])('never puts the response value "%s" into the path of a deletion', async (id) => {
    const server = await serve((_, response) => answerJson(response, 201, { id }));
    const { end } = await runOn(server.origin, { steps: [create('a')] });
    expect(deletions(server.seen)).toEqual([]);
    expect(end).toMatchObject({
      created: 1,
      leftovers: [{ reason: expect.stringContaining('would address another resource') }],
    });
  });

  it('lists what could not be deleted', async () => {
    const handle = things();
    const server = await serve((request, response, index) => {
      if (request.method === 'DELETE') answerJson(response, 500, {});
      else handle(request, response, index);
    });
    const { end, scenarios } = await runOn(server.origin, { steps: [create('a')] });
    expect(end).toMatchObject({ created: 1, removed: 0 });
    expect(end.leftovers).toEqual([
      { madeBy: 'things/lists/a', operation: 'things.delete', with: { thing_id: 'a' }, reason: 'returned 500' },
    ]);
    expect(scenarios[0]?.steps[1]).toMatchObject({ state: 'exercised', attempts: 2, reason: 'returned 500' });
  });

  it('lists a leftover without the secrets in its response', async () => {
    const handle = things();
    const server = await serve((request, response, index) => {
      if (request.method === 'DELETE') answerJson(response, 500, {});
      else handle(request, response, index);
    });
    const { end } = await runOn(server.origin, { steps: [create('a', 'planted-canary')], secretFields: ['id'] });
    expect(end.leftovers[0]?.with.thing_id).toMatch(/^\[redacted:/);
    expect(JSON.stringify(end)).not.toContain('canary');
  });

  it('lists a created resource if the response does not identify it', async () => {
    const server = await serve((_request, response) => answerJson(response, 201, {}));
    const { end } = await runOn(server.origin, { steps: [create('a')] });
    expect(end.leftovers).toMatchObject([{ madeBy: 'things/lists/a', reason: expect.stringContaining('thing_id') }]);
  });

  it.each([
    ['removes what may have been made when the answer was lost', { thing_id: '${name}' }, 1, 0],
    ['lists what may have been made when the answer was lost and the request does not name it', {}, 0, 1],
  ])('%s', async (_title, fields, removed, leftovers) => {
    const server = await serve((request, response) => {
      if (request.method === 'DELETE') answerJson(response, 200, {});
      else response.socket?.destroy();
    });
    const operations = thingOperations().map((each) =>
      each.id === 'things.create' ? { ...each, cleanup: { call: 'things.delete', with: fields } } : each,
    );
    const { end } = await runOn(server.origin, { operations, steps: [create('a')] });
    expect(deletions(server.seen)).toHaveLength(removed);
    expect(end.leftovers).toHaveLength(leftovers);
  });

  it.each([
    ['nothing when the step says so', null, []],
    ['what the step says', { call: 'things.delete', with: { thing_id: '${a.id}-x' } }, ['/things/a-x']],
    ['the path fields that the step leaves out', { call: 'things.delete', with: {} }, ['/things/a']],
  ])('deletes %s', async (_title, cleanup, expected) => {
    const server = await serve(things());
    await runOn(server.origin, { steps: [{ ...create('a'), cleanup }] });
    expect(deletions(server.seen)).toEqual(expected);
  });

  it('deletes nothing after a failure', async () => {
    const server = await serve((_request, response) => answerJson(response, 422, { id: 'a' }));
    const { end } = await runOn(server.origin, { steps: [create('a')] });
    expect(end).toMatchObject({ created: 0, leftovers: [] });
  });
});
