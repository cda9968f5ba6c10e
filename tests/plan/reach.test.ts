import { describe, expect, it } from 'vitest';
import type { Contract } from '../../src/model/contract.ts';
import type { JsonSchema } from '../../src/model/json.ts';
import type { CallStep } from '../../src/model/suite.ts';
import { contractReach, namesNewThing, reachOf, strayStep } from '../../src/plan/reach.ts';
import { call, contract, contractSet } from './builders.ts';

const NO_SCHEMAS = { schemas: new Map() };

describe('the reach of an operation', () => {
  it.each([
    ['DELETE', '/v1/buckets', 'whole collection'],
    ['POST', '/flows/bulk_delete', 'bulk-delete'],
    ['POST', '/queues/purge', 'purge'],
    ['POST', '/notes/deleteAll', 'delete-all'],
    ['GET', '/admin/reset', 'reset'],
    ['PUT', '/settings', 'selects no single item'],
    ['POST', '/settings', 'selects no single item'],
    ['POST', '/session', 'selects no single item'],
    ['PATCH', '/account', 'selects no single item'],
    ['POST', '/maintenance/on', 'selects no single item'],
    ['POST', '/flows/get_or_create', 'selects no single item'],
    ['POST', '/flows/find-and-delete', 'selects no single item'],
  ])('%s %s affects more than the run created', (method, path, reason) => {
    expect(reachOf({ method, path, makesThing: false })).toContain(reason);
  });

  it.each([
    ['GET', '/notes', false],
    ['GET', '/notes/bulk', false],
    ['POST', '/notes', true],
    ['POST', '/jobs', false],
    ['POST', '/flows/filter', false],
    ['POST', '/runs/count_by_state', false],
    ['DELETE', '/notes/{id}', false],
    ['PUT', '/notes/{id}', false],
    ['POST', '/queues/{id}/purge', false],
  ])('%s %s may affect only items of the run', (method, path, makesThing) => {
    expect(reachOf({ method, path, makesThing })).toBeUndefined();
  });

  it.each([
    ['/lease/timetolive', 'LeaseTimeToLive retrieves lease information.', true],
    ['/kv/range', 'Range gets the keys in the range from the key-value store.', true],
    ['/report', 'Get a report.', true],
    ['/lease/grant', 'LeaseGrant creates a lease which expires.', false],
    ['/report', 'Get a report and mark it as read.', false],
    ['/report', 'Create lists of reports.', false],
    ['/report/reset', 'Gets the report.', false],
    ['/auth', 'Get a token.', false],
  ])('shows whether POST %s with the summary "%s" only reads: %s', (path, summary, isReading) => {
    expect(reachOf({ method: 'POST', path, summary, makesThing: false }) === undefined).toBe(isReading);
  });

  it('is too wide for a PUT without an id in its path, even if its response contains an id', () => {
    expect(reachOf({ method: 'PUT', path: '/settings', makesThing: true })).toBeDefined();
  });

  it.each([
    '/cluster/member/remove',
    '/cluster/member/update',
    '/members/promote',
    '/account/deleteUser',
  ])('is too wide for POST %s, even if its response contains an id', (path) => {
    expect(reachOf({ method: 'POST', path, makesThing: true })).toContain('selects no single item');
    const made = {
      profiles: ['hosted'],
      errors: [],
      body: null,
      contentType: '',
      origin: 'operation',
      headers: [],
    } as const;
    const responses = [{ ...made, status: 201, at: { file: '', line: 1, column: 1 } }];
    expect(contractReach(contract({ method: 'POST', path, safe: false, responses }), NO_SCHEMAS)).toBeDefined();
  });

  it('is what the contract declares', () => {
    const purge = contract({ method: 'POST', path: '/queues/purge', safe: false });
    expect(contractReach(purge, NO_SCHEMAS)).toBeDefined();
    expect(contractReach({ ...purge, harmless: true }, NO_SCHEMAS)).toBeUndefined();
    expect(contractReach(contract({ destructive: true }), NO_SCHEMAS)).toContain('destructive: true');
  });
});

describe('a response identifies a new item', () => {
  const body = (properties: { readonly [name: string]: JsonSchema }): JsonSchema => ({ type: 'object', properties });
  it.each<[string, number, JsonSchema, boolean]>([
    ['with an id', 200, body({ id: true }), true],
    ['with an id that contains the name of the item', 200, body({ note_id: true }), true],
    ['not with the id of something else', 200, body({ header: body({ cluster_id: true, member_id: true }) }), false],
    ['with an id in an object of the body', 200, body({ note: body({ id: true }) }), true],
    ['with the status 201', 201, true, true],
    ['not with a count', 200, body({ deleted: true }), false],
    ['not with a list of items', 200, body({ items: { type: 'array', items: body({ id: true }) } }), false],
    ['not with the status of an error', 409, body({ id: true }), false],
  ])('%s', (_title, status, schema, expected) => {
    expect(namesNewThing({ path: '/v1/notes', status, headers: [], body: schema }, new Map())).toBe(expected);
  });
});

describe('a generated scenario', () => {
  const field = (name: string): Contract['fields'][number] => ({
    ...{
      name,
      place: { location: 'path', name },
      schema: true,
      required: true,
      serialization: { style: 'simple', explode: false },
    },
    ...{ booleanStyle: 'true-false', whole: false, profiles: ['hosted'], lifecycle: 'shipped', fields: [] },
    at: { file: '', line: 1, column: 1 },
  });
  const operations = [
    contract(),
    contract({ id: 'things.create', method: 'POST', safe: false, yields: { id: '/id' } }),
    contract({ id: 'things.get', path: '/things/{id}', fields: [field('id')] }),
    contract({ id: 'things.remove', method: 'DELETE', path: '/things/{id}', safe: false, fields: [field('id')] }),
  ];
  const stray = (...steps: readonly CallStep[]) => strayStep(steps, contractSet(operations), () => false)?.id;
  const list = call({ id: 'list' });
  const create = call({ id: 'made', call: 'things.create' });
  const remove = (id: string) => call({ id: 'remove', call: 'things.remove', with: { id } });

  it.each([
    ['the id of an item that it created', [create, remove('${made.id}')]],
    [
      'an id that it read from an item that it created',
      [create, call({ id: 'got', call: 'things.get', with: { id: '${made.id}' } }), remove('${got.id}')],
    ],
    ['a value that contains the run id', [remove('${run.id}-unknown')]],
    ['a long unique text', [remove('${unique:abcdefghij.id}.txt')]],
  ])('may delete by %s', (_title, steps) => {
    expect(stray(...steps)).toBeUndefined();
  });

  it.each([
    ['an example', [remove('first')]],
    ['a unique text so short that it may exist', [remove('${unique:abcd.id}')]],
    ['an id from a list', [list, remove('${list.items.0.id}')]],
    ['a value of an actor', [remove('${actor.main.user_id}')]],
  ])('must not delete by %s', (_title, steps) => {
    expect(stray(...steps)).toBe('remove');
  });

  it('must not replace a safe method by an unsafe method on a path without an id', () => {
    expect(stray(call({ id: 'sent', raw: { method: 'PUT' } }))).toBe('sent');
    expect(stray(call({ id: 'sent', raw: { method: 'OPTIONS' } }))).toBeUndefined();
  });
});
