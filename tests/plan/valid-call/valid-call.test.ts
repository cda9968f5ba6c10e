import { describe, expect, it } from 'vitest';
import { validCall } from '../../../src/plan/valid-call/valid-call.ts';
import { contract, contractSet } from '../builders.ts';
import { context, createThing, field, NOT_FOUND, pathField, response, updateThing } from './builders.ts';

describe('a valid call', () => {
  it('has the required fields, with values that are unique to the run', () => {
    const call = validCall('things.create', context([createThing()]));
    expect(call).toMatchObject({
      setup: [],
      with: { name: expect.stringMatching(/^\$\{run\.id\}-name-/) },
      as: 'main',
    });
  });

  it('takes an id from the operation that provides it', () => {
    const call = validCall('things.update', context([createThing(), updateThing()]));
    expect(call).toMatchObject({
      setup: [{ id: 'things-create', call: 'things.create' }],
      with: { thing_id: '${things-create.id}' },
    });
  });

  it('prefers the contract’s example to generated values', () => {
    const call = validCall('things.create', context([createThing({ example: { name: 'a thing' } })]));
    expect(call).toMatchObject({ with: { name: 'a thing' } });
  });

  it.each([
    ['my-flow', 'my-flow-${run.id}'],
    ['My flow', 'My flow ${run.id}'],
    ['flow', 'flow'],
  ])('makes the name of a new item unique, if the example %s allows that', (example, name) => {
    const named = (schema: object) =>
      createThing({ fields: [field({ name: 'name', required: true, schema: { type: 'string', ...schema } })] });
    const callOf = (schema: object) => validCall('things.create', context([named(schema)]));
    expect(callOf({ examples: [example] })).toHaveProperty('with.name', name);
    expect(callOf({ examples: [example], maxLength: 8 })).toHaveProperty('with.name', example);
    expect(callOf({ enum: [example] })).toHaveProperty('with.name', example);
  });

  it('has a different text for each prefix, even if the pattern allows only six letters', () => {
    const code = field({ name: 'code', required: true, schema: { type: 'string', pattern: '^[A-Z]{6}$' } });
    const codeOf = (prefix: string) => {
      const made = validCall('things.create', context([createThing({ fields: [code] })]), { prefix });
      return 'with' in made ? made.with['code'] : undefined;
    };
    expect(codeOf('')).toMatch(/^\$\{unique:[A-Z]{6}\.code\}$/);
    expect(new Set([codeOf(''), codeOf('other-'), codeOf('third-')]).size).toBe(3);
    expect(codeOf('other-')).toBe(codeOf('other-'));
  });

  it('includes optional fields only if all fields are requested', () => {
    const operations = [createThing(), updateThing()];
    expect(validCall('things.update', context(operations))).not.toHaveProperty('with.color');
    expect(validCall('things.update', context(operations), { fields: 'all' })).toHaveProperty('with.color');
  });

  it('omits an optional field whose example is null', () => {
    const update = updateThing({ example: { color: null } });
    expect(validCall('things.update', context([createThing(), update]), { fields: 'all' })).not.toHaveProperty(
      'with.color',
    );
  });

  it('omits fields that the profile does not have', () => {
    const create = createThing({ fields: [field({ name: 'shade', profiles: ['core'] })] });
    expect(validCall('things.create', context([create]), { fields: 'all' })).toMatchObject({ with: {} });
  });

  it('takes an id from the operation that needs the fewest calls', () => {
    const copy = createThing({ id: 'things.copy', fields: [field({ name: 'thing_id', required: true })] });
    const call = validCall('things.update', context([copy, createThing(), updateThing()]));
    expect(call).toMatchObject({ setup: [{ call: 'things.create' }] });
  });

  it('takes no id from a destructive operation if another operation provides it', () => {
    const reset = createThing({ id: 'a.reset', destructive: true, fields: [] });
    const call = validCall('things.update', context([reset, createThing(), updateThing()]));
    expect(call).toMatchObject({ setup: [{ call: 'things.create' }] });
  });

  it('calls the operations in `after` before the call, with the same item', () => {
    const start = contract({
      id: 'things.start',
      method: 'POST',
      fields: [pathField('thing_id')],
      responses: [NOT_FOUND],
    });
    const stop = contract({ ...start, id: 'things.stop', after: ['things.start'] });
    const call = validCall('things.stop', context([createThing(), start, stop]));
    expect(call).toMatchObject({
      setup: [{ call: 'things.create' }, { call: 'things.start', with: { thing_id: '${things-create.id}' } }],
      with: { thing_id: '${things-create.id}' },
    });
  });

  it('adds the prefix to step ids, references and unique values', () => {
    const call = validCall('things.update', context([createThing(), updateThing()]), { prefix: 'b-' });
    expect(call).toMatchObject({
      setup: [{ id: 'b-things-create', with: { name: expect.stringContaining('b-name') } }],
      with: { thing_id: '${b-things-create.id}' },
    });
  });

  it('adds the prefix to references in an example', () => {
    const create = createThing({
      example: { name: '${run.id}', color: '${uuid}' },
      fields: [field({ name: 'name' }), field({ name: 'color' })],
    });
    const call = validCall('things.create', context([create]), { prefix: 'b-' });
    expect(call).toMatchObject({ with: { name: '${run.id}-b', color: '${uuid.b-}' } });
  });

  it('is possible for a PUT that creates the item in its path', () => {
    const upsert = updateThing({ method: 'PUT', yields: { thing_id: '/id' } });
    expect(validCall('things.update', context([upsert]))).not.toHaveProperty('blocked');
  });

  it('takes an id from a PUT that creates the item in its path', () => {
    const links = { thing_id: [{ from: 'things.put', value: '$request.path.thing_id', inferred: true }] } as const;
    const put = updateThing({ id: 'things.put', method: 'PUT', links });
    const call = validCall('things.update', context([updateThing({ links }), put]));
    expect(call).toMatchObject({ setup: [{ call: 'things.put' }] });
  });

  it('is blocked if no known operation provides the id in the path', () => {
    expect(validCall('things.update', context([updateThing()]))).toEqual({
      blocked: expect.stringContaining('no operation is known to provide "thing_id" of things.update'),
    });
  });

  it('is blocked if the operation that provides the id also needs it', () => {
    const create = createThing({ fields: [pathField('thing_id')], responses: [NOT_FOUND] });
    expect(validCall('things.create', context([create]))).toHaveProperty('blocked');
  });

  it('is blocked if a required field has an empty list of examples', () => {
    const create = createThing({
      fields: [field({ name: 'token', required: true, schema: { type: 'string', examples: [] } })],
    });
    expect(validCall('things.create', context([create]))).toEqual({
      blocked: 'no value is known for "token" of things.create',
    });
  });

  it.each([
    ['the actor that has this kind of credential', { main: ['api_key'], robot: ['internal'] }, 'robot'],
    ['main, if it has this kind of credential too', { robot: ['internal'], main: ['internal'] }, 'main'],
  ])('is made by %s', (_title, actors, expected) => {
    const call = validCall('things.create', context([createThing({ auth: ['internal'] })], { actors }));
    expect(call).toMatchObject({ as: expected });
  });

  it('is made by the operator if no actors are known and the kind of credential is unusual', () => {
    const operations = [contract(), contract({ id: 'things.get' }), createThing({ auth: ['internal'] })];
    expect(validCall('things.create', context(operations))).toMatchObject({ as: 'operator' });
  });

  it('is made by a new account if `fresh` is set', () => {
    const register = contract({ id: 'accounts.register', auth: [], responses: [response({ status: 201 })] });
    const freshActor = {
      call: register.id,
      with: { name: '${run.id}' },
      kind: 'api_key',
      credential: { secret: '/key' },
    };
    const contracts = contractSet([register, createThing()], { freshActor });
    const call = validCall('things.create', context([], { contracts }), { fresh: true });
    expect(call).toMatchObject({
      setup: [{ id: 'account', call: 'accounts.register', with: { name: '${run.id}' } }],
      as: 'fresh',
      auth: { kind: 'api_key', credential: { secret: '${account.key}' } },
    });
  });
});
