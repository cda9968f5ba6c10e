import { describe, expect, it } from 'vitest';
import type { Contract } from '../../../src/model/contract.ts';
import type { Json } from '../../../src/model/json.ts';
import type { CallStep } from '../../../src/model/suite.ts';
import { generateBehaviors } from '../../../src/plan/behaviors/generate-behaviors.ts';
import { contractSet } from '../builders.ts';
import { createThing, field, NOT_FOUND, pathField, response, updateThing } from '../valid-call/builders.ts';

const text = { type: 'string' } as const;

function readThing(properties: { readonly [name: string]: Json }, given: Partial<Contract> = {}): Contract {
  const body = { type: 'object', properties } as const;
  return updateThing({
    ...{ id: 'things.get', method: 'GET', safe: true, content: 'none', path: '/things/{id}' },
    ...{ fields: [pathField('id')], links: { id: [{ from: 'things.create', value: '$response.body#/id' }] } },
    responses: [response({ body }), NOT_FOUND],
    ...given,
  });
}

const remove = updateThing({ id: 'things.delete', method: 'DELETE', fields: [pathField('thing_id')], content: 'none' });

function scenarios(...operations: readonly Contract[]) {
  const set = contractSet([createThing(), ...operations]);
  const drafts = generateBehaviors(set, { profile: 'hosted', seed: 1, probes: 'full' });
  expect(drafts.filter(({ untried }) => untried !== undefined)).toEqual([]);
  return Object.fromEntries(drafts.map(({ setup, scenario }) => [scenario.name, { ...scenario, setup }]));
}

function callsOf({ setup, steps }: { readonly setup: readonly unknown[]; readonly steps: readonly unknown[] }) {
  return [...(setup as CallStep[]), ...(steps as CallStep[])].map(({ id, call, with: values }) => [id, call, values]);
}

describe('the test of an undeclared effect', () => {
  it('reads the item before and after a DELETE, even if the names of the path parameters differ', () => {
    const made = scenarios(readThing({ id: text }), remove)['effect.removed'];
    expect(made && callsOf(made)).toEqual([
      ['things-create', 'things.create', expect.anything()],
      ['before', 'things.get', { id: '${things-create.id}' }],
      ['deleted', 'things.delete', { thing_id: '${things-create.id}' }],
      ['read', 'things.get', { id: '${things-create.id}' }],
    ]);
    expect(made?.check).toEqual({ check: 'removed', step: 'deleted', before: 'before', after: 'read' });
  });

  it.each([
    ['at the top level of the body', { color: text }, '/color'],
    ['in the only object of the body', { data: { type: 'object', properties: { color: text } } }, '/data/color'],
  ])('expects the value of a PATCH %s', (_, members, at) => {
    const made = scenarios(readThing(members), updateThing())['effect.color'];
    expect(made?.check).toEqual({
      ...{ check: 'written', step: 'written', before: 'before', after: 'read', field: 'color', at },
    });
    expect(made && callsOf(made).at(2)).toMatchObject(['written', 'things.update', { color: expect.any(String) }]);
  });

  it('expects nothing of a deprecated member', () => {
    const made = scenarios(readThing({ color: { ...text, deprecated: true } }), updateThing());
    expect(made['effect.color']).toBeUndefined();
  });

  it('writes a value that is not the value at creation', () => {
    const size = field({ name: 'size', required: true, schema: { type: 'integer', minimum: 1, maximum: 2 } });
    const update = updateThing({ fields: [pathField('thing_id'), { ...size, required: false }] });
    for (const minimum of [1, 2]) {
      const create = createThing({ fields: [{ ...size, schema: { type: 'integer', minimum, maximum: minimum } }] });
      const made = scenarios(create, readThing({ size: { type: 'integer' } }), update)['effect.size'];
      expect(made && callsOf(made).at(2)).toMatchObject(['written', 'things.update', { size: 3 - minimum }]);
    }
  });

  it.each([
    ['an id', 'owner_id', text],
    ['a secret', 'password', text],
    ['a text with a format', 'color', { type: 'string', format: 'email' }],
    ['an object', 'color', { type: 'object' }],
    ['a field whose type differs in the response', 'color', { type: 'integer' }],
  ])('expects nothing of %s', (_, name, schema) => {
    const update = updateThing({ fields: [pathField('thing_id'), field({ name, schema })] });
    expect(scenarios(readThing({ [name]: text }), update)).toEqual({});
  });

  it('does not exist if no operation reads the item, or if the operation declares behaviors', () => {
    expect(scenarios(remove, updateThing())).toEqual({});
    const declared = { ...remove, behaviors: [{ kind: 'repeatable', status: 204 } as never] };
    expect(Object.keys(scenarios(readThing({ id: text }), declared))).not.toContain('effect.removed');
  });

  it('calls a PUT that creates the item before the first read', () => {
    const own = { thing_id: [{ from: 'things.put', value: '$request.path.thing_id', inferred: true }] } as const;
    const put = updateThing({ id: 'things.put', method: 'PUT', links: own });
    const get = readThing({ color: text }, { links: { id: own.thing_id } });
    const made = scenarios(get, put)['effect.color'];
    expect(made && callsOf(made).map(([id]) => id)).toEqual(['made', 'before', 'written', 'read']);
  });
});
