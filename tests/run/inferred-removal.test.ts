import { describe, expect, it } from 'vitest';
import type { Contract } from '../../src/model/contract.ts';
import type { Json } from '../../src/model/json.ts';
import { aField } from '../builders.ts';
import { call } from '../plan/builders.ts';
import { runOn } from './run-on.ts';
import { answerJson, type Handler, serve } from './servers.ts';
import { deletions, thingOperations } from './things.ts';

/** The contract of `POST /things` has no clean-up and no `yields`, because both can be inferred from the paths. */
function undeclared(path = '/things/{thing_id}'): readonly Contract[] {
  return thingOperations().map((each) => {
    if (each.id === 'things.create') return { ...each, yields: {}, cleanup: null, responses: [created()] };
    return each.id === 'things.delete' ? { ...each, path } : each;
  });
}

function created(): Contract['responses'][number] {
  const at = { file: 'c.yaml', line: 1, column: 1 };
  return {
    ...{
      status: 201,
      profiles: ['hosted'],
      errors: [],
      body: null,
      contentType: 'application/json',
      origin: 'operation',
    },
    ...{ headers: [], at },
  };
}

function answers(status: number, location: string): Handler {
  return ({ method }, response) => {
    if (method === 'POST') response.setHeader('Location', location);
    answerJson(response, method === 'POST' ? status : 204, {});
  };
}

async function removed(status: number, name: string, location = '/v1/things/t%201?x=1'): Promise<readonly string[]> {
  const server = await serve(answers(status, location));
  const make = call({ id: 'made', call: 'things.create', with: { name } });
  await runOn(server.origin, { operations: undeclared(), steps: [make] });
  return deletions(server.seen);
}

describe('an undeclared deletion', () => {
  it('deletes what a 201 identifies', async () => {
    expect(await removed(201, 'fixed')).toEqual(['/things/t%201']);
  });

  it('deletes a resource with a value that is unique to the run', async () => {
    expect(await removed(200, '${run.id}')).toEqual(['/things/t%201']);
  });

  it('puts the id into the query if that selects the resource', async () => {
    const server = await serve(({ method }, response) =>
      answerJson(response, method === 'POST' ? 201 : 204, { id: 'a b' }),
    );
    const operations = undeclared('/things').map((each) =>
      each.id === 'things.delete' ? { ...each, fields: [aField('id', 'query', { required: true })] } : each,
    );
    const make = call({ id: 'made', call: 'things.create', with: { name: 'fixed' } });
    await runOn(server.origin, { operations, steps: [make] });
    expect(deletions(server.seen)).toEqual(['/things?id=a%20b']);
  });

  it('deletes nothing that may have existed before', async () => {
    expect(await removed(200, 'fixed')).toEqual([]);
  });

  it.each<[string, Json, readonly string[]]>([
    ['in the body', { id: 't2' }, ['/things/t2']],
    ['in an object of the body', { data: { id: 7 }, permissions: { write: [] } }, ['/things/7']],
    ['nowhere', { data: { name: 'x' } }, []],
    ['in an object of something else', { owner: { id: 'b' } }, []],
  ])('finds the id if a response has no Location header: %s', async (_title, body, paths) => {
    const server = await serve(({ method }, response) => answerJson(response, method === 'POST' ? 201 : 204, body));
    const make = call({ id: 'made', call: 'things.create', with: { name: 'fixed' } });
    await runOn(server.origin, { operations: undeclared(), steps: [make] });
    expect(deletions(server.seen)).toEqual(paths);
  });

  it('deletes nothing if the Location header has another path', async () => {
    expect(await removed(201, '${run.id}', '/v1/jobs/17')).toEqual([]);
  });
});

describe('an item that no operation removes', () => {
  async function leftovers(change: Partial<Contract>, status = 200, body: Json = { name: 'one' }) {
    const server = await serve((_, response) => answerJson(response, status, body));
    const operations = undeclared().flatMap((each) => {
      if (each.id === 'things.create') return [{ ...each, ...change }];
      return each.id === 'things.delete' ? [] : [each];
    });
    const make = call({
      id: 'made',
      call: 'things.create',
      with: change.path === undefined ? { name: 'x' } : { thing_id: 'x' },
    });
    const run = await runOn(server.origin, { operations, steps: [make], suite: { name: 'probe.things.create' } });
    return run.end.leftovers;
  }

  it('is a leftover, with its name', async () => {
    expect(await leftovers({})).toMatchObject([
      {
        operation: 'things.create',
        with: { name: 'one' },
        reason: expect.stringMatching(/^the contracts declare no operation/),
      },
    ]);
  });

  it('is a leftover of a collection whose items have a name but no id', async () => {
    expect(await leftovers({ responses: [] })).toMatchObject([{ with: { name: 'one' } }]);
  });

  it('is a leftover even without an id, if the status says that it was created', async () => {
    expect(await leftovers({}, 201, {})).toMatchObject([{ operation: 'things.create' }]);
    expect(await leftovers({}, 200, {})).toEqual([]);
  });

  it('is listed with its id, however that is written', async () => {
    expect(await leftovers({}, 201, { ID: '77' })).toMatchObject([{ with: { ID: '77' } }]);
  });

  it.each<[string, Partial<Contract>, number]>([
    ['the contract says that it stays', { keepsMade: true }, 200],
    ['it is part of another item', { path: '/things/{thing_id}/parts', fields: [aField('thing_id', 'path')] }, 200],
    ['the call was refused', {}, 422],
  ])('is no leftover of this run if %s', async (_title, change, status) => {
    expect(await leftovers(change, status)).toEqual([]);
  });
});

it('uses the part of a Location header at the position of the id in its path', async () => {
  const server = await serve(answers(201, 'https://elsewhere.example/v1/things/t%201'));
  const capture = { 'made.id': { from: 'location', path: '/things/{thing_id}' } } as const;
  const make = call({ id: 'made', call: 'things.create', with: { name: 'x' }, capture });
  await runOn(server.origin, { steps: [make, call({ call: 'things.get', with: { thing_id: '${made.id}' } })] });
  expect(server.seen.map(({ target }) => target)).toContain('/things/t%201');
});
