import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Json } from '../../src/model/json.ts';
import { call } from '../plan/builders.ts';
import { type RunGiven, runOn } from './run-on.ts';
import { answerJson, serve, type TestServer } from './servers.ts';
import { thingOperations } from './things.ts';

const STATUS = ({ response }: Exchange) =>
  response !== null && response.status >= 400 ? `${response.status}` : undefined;

function refusing(isBad: (body: { readonly [name: string]: Json }) => boolean): Promise<TestServer> {
  return serve((request, response) => {
    const body = request.method === 'POST' ? JSON.parse(request.body) : {};
    if (request.method === 'POST' && isBad(body)) answerJson(response, 500, {});
    else answerJson(response, 200, { id: 't1' });
  });
}

const ALL = { name: 'a', note: 'b', size: 3, color: 'red' };

function fieldsOf(seen: TestServer['seen']): readonly string[] {
  return seen.filter(({ method }) => method === 'POST').map(({ body }) => Object.keys(JSON.parse(body)).join('+'));
}

/** The operation `things.create` requires a name. The fields size and color are optional. */
function operations() {
  return thingOperations().map((each) => {
    const [name, note] = each.fields;
    if (each.id !== 'things.create' || name === undefined || note === undefined) return each;
    const more = ['size', 'color'].map((other) => ({ ...note, name: other, place: { ...note.place, name: other } }));
    return { ...each, fields: [{ ...name, required: true }, note, ...more] };
  });
}

function run(server: TestServer, given: RunGiven = {}) {
  const steps = [call({ id: 'sent', call: 'things.create', with: ALL })];
  return runOn(server.origin, {
    steps,
    operations: operations(),
    source: 'probe',
    ...given,
    options: { causeOf: STATUS, ...given.options },
  });
}

describe('a failing generated scenario', () => {
  it('runs again once without all optional fields if it then still fails', async () => {
    const server = await refusing(() => true);
    await run(server);
    expect(fieldsOf(server.seen)).toEqual(['name+note+size+color', 'name']);
  });

  it('runs again without one field at a time, and keeps the fields without which it does not fail', async () => {
    const server = await refusing((body) => 'size' in body);
    const { exchanges } = await run(server);
    expect(fieldsOf(server.seen)).toEqual([
      'name+note+size+color',
      'name',
      'name+size+color',
      'name+color',
      'name+size',
    ]);
    expect(exchanges.filter(({ phase }) => phase === 'step').map(({ address }) => address)).toEqual([
      'things/lists/sent',
      'things/lists~shrunk-1/sent',
      'things/lists~shrunk-2/sent',
      'things/lists~shrunk-3/sent',
      'things/lists~shrunk-4/sent',
    ]);
  });

  it('deletes what its reruns created, and records the end of each rerun', async () => {
    const server = await refusing((body) => 'size' in body);
    const { end, scenarios } = await run(server);
    expect(end).toMatchObject({ created: 2, removed: 2 });
    // The server responded to these calls with 500, so nobody knows whether they created an item.
    expect(end.leftovers.every(({ reason }) => reason.startsWith('the item may exist'))).toBe(true);
    expect(scenarios).toHaveLength(5);
  });

  it('runs again once for each cause', async () => {
    const server = await refusing(() => true);
    const steps = [call({ id: 'sent', call: 'things.create', with: ALL })];
    await run(server, { scenarios: ['a', 'b', 'c'].map((name) => ({ name, steps })) });
    expect(server.seen).toHaveLength(4);
  });

  it.each([
    ['it passes', 'probe', ALL, (): boolean => false],
    ['it is of a suite', 'suite', ALL, (): boolean => true],
    ['it has no optional field', 'probe', { name: 'a' }, (): boolean => true],
  ] as const)('does not run again if %s', async (_title, source, fields, isBad) => {
    const server = await refusing(isBad);
    await run(server, { source, steps: [call({ id: 'sent', call: 'things.create', with: fields })] });
    expect(fieldsOf(server.seen)).toHaveLength(1);
  });

  it('runs again at most 40 times', async () => {
    let number = 0;
    const server = await refusing((body) => Object.keys(body).length === 4);
    const steps = [call({ id: 'sent', call: 'things.create', with: ALL })];
    const causeOf = (exchange: Exchange) => (STATUS(exchange) === undefined ? undefined : `cause ${number++}`);
    const scenarios = Array.from({ length: 30 }, (_, index) => ({ name: `s${index}`, steps }));
    await run(server, { scenarios, options: { causeOf } });
    expect(fieldsOf(server.seen)).toHaveLength(30 + 40);
  });

  it('sends only fields of the failing call in a rerun, and all required fields', async () => {
    let causes: readonly string[] = [];
    const server = await refusing((body) => causes.every((name) => name in body));
    const optional = ['note', 'size', 'color'] as const;
    const given = fc.record({ note: fc.string(), size: fc.integer(), color: fc.boolean() }, { requiredKeys: [] });
    await fc.assert(
      fc.asyncProperty(given, fc.subarray([...optional]), async (values, needed) => {
        causes = needed;
        server.seen.length = 0;
        const sent = { ...values, name: 'a' };
        await run(server, { steps: [call({ id: 'sent', call: 'things.create', with: sent })] });
        const bodies = server.seen.filter(({ method }) => method === 'POST').map(({ body }) => JSON.parse(body));
        for (const body of bodies) {
          expect(sent).toMatchObject(body);
          expect(body).toHaveProperty('name');
        }
      }),
      { numRuns: 12 },
    );
  });
});
