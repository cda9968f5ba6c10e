import { describe, expect, it } from 'vitest';
import { lintOperations } from '../../../src/audit/lint/lint-operations.ts';
import type { Api, Contract, Field } from '../../../src/model/contract.ts';
import { LINT_NAMES } from '../../../src/model/lint.ts';
import { aContract, aContractSet, aField, aResponse } from '../../builders.ts';

const AT = { file: 'contracts/api.yaml', line: 1, column: 1 };
const text = { type: 'string' };
const object = (properties: object) => ({ type: 'object', properties });
const list = (items: object) => ({ type: 'array', items });

function operation(id: string, request: string, changes: Partial<Contract> = {}): Contract {
  const [method = 'GET', path = '/'] = request.split(' ');
  const [resource = '', verb = ''] = id.split('.');
  return aContract({ id, resource, verb, method: method as Contract['method'], path, ...changes });
}

const taking = (...fields: readonly Field[]) => ({ fields });
const schema = (name: string, stated: object, where: 'body' | 'query' | 'header' = 'body') =>
  aField(name, where, { schema: { ...stated } });
const giving = (body: object) => ({ responses: [aResponse(200, { body: { ...body } })] });
const status = (code: number) => ({ responses: [aResponse(code)] });
const missing = (code: string, at = 404) => ({ responses: [aResponse(at, { errors: [code] })] });

function lint(operations: readonly Contract[], api: Partial<Api> = {}, levels = {}) {
  return lintOperations(aContractSet(operations, api), levels);
}

/** The contract `other` differs from `one` in one detail. The contract `alike` agrees with `one` in this detail. */
const PAIRS: readonly (readonly [family: string, one: Contract, other: Contract, alike: Contract])[] = [
  [
    'location-inconsistent',
    operation('a.list', 'GET /a', taking(schema('key', text, 'header'))),
    operation('b.list', 'GET /b', taking(schema('key', text, 'query'))),
    operation('b.list', 'GET /b', taking(schema('key', text, 'header'))),
  ],
  [
    'type-inconsistent',
    operation('a.make', 'POST /a', taking(schema('size', text))),
    operation('b.make', 'POST /b', taking(schema('size', { type: 'integer' }))),
    operation('b.make', 'POST /b', taking(schema('size', text))),
  ],
  [
    'size-inconsistent',
    operation('a.make', 'POST /a', taking(schema('title', { ...text, maxLength: 5 }))),
    operation('a.update', 'PATCH /a/{id}', taking(schema('title', text))),
    operation('a.update', 'PATCH /a/{id}', taking(schema('title', { ...text, maxLength: 5 }))),
  ],
  [
    'time-inconsistent',
    operation('a.make', 'POST /a', taking(schema('made_at', { ...text, format: 'date-time' }))),
    operation('b.make', 'POST /b', taking(schema('sent_at', { type: 'integer' }))),
    operation('b.make', 'POST /b', taking(schema('sent_at', { ...text, format: 'date-time' }))),
  ],
  [
    'naming-inconsistent',
    operation('a.list', 'GET /a', giving(object({ big_size: text }))),
    operation('b.list', 'GET /b', giving(object({ smallSize: text }))),
    operation('b.list', 'GET /b', giving(object({ small_size: text }))),
  ],
  [
    'error-inconsistent',
    operation('a.get', 'GET /a/{id}', missing('a_missing')),
    operation('a.update', 'PATCH /a/{a_id}', missing('not_found')),
    operation('a.update', 'PATCH /a/{a_id}', missing('a_missing')),
  ],
  [
    'error-status-inconsistent',
    operation('a.make', 'POST /a', missing('quota', 403)),
    operation('b.make', 'POST /b', missing('quota', 429)),
    operation('b.make', 'POST /b', missing('quota', 403)),
  ],
  [
    'create-inconsistent',
    operation('a.make', 'POST /a', status(201)),
    operation('b.make', 'POST /b', status(200)),
    operation('b.make', 'POST /b', status(201)),
  ],
  [
    'delete-inconsistent',
    operation('a.delete', 'DELETE /a/{id}', status(204)),
    operation('b.delete', 'DELETE /b/{id}', status(200)),
    operation('b.delete', 'DELETE /b/{id}', status(204)),
  ],
  [
    'list-inconsistent',
    operation('a.list', 'GET /a', giving(list(object({ id: text })))),
    operation('b.list', 'GET /b', giving(object({ items: list(object({ id: text })) }))),
    operation('b.list', 'GET /b', giving(list(object({ id: text })))),
  ],
  [
    'item-inconsistent',
    operation('a.get', 'GET /a/{id}', giving(object({ id: text, name: text }))),
    operation('b.get', 'GET /b/{id}', giving(object({ data: object({ id: text }) }))),
    operation('b.get', 'GET /b/{id}', giving(object({ id: text }))),
  ],
  [
    'confirmation-inconsistent',
    operation('a.delete', 'DELETE /a/{id}', taking(schema('X-Confirm', text, 'header'))),
    operation('b.delete', 'DELETE /b/{id}'),
    operation('b.delete', 'DELETE /b/{id}', taking(schema('X-Confirm', text, 'header'))),
  ],
  [
    'unknown-fields-inconsistent',
    operation('a.make', 'POST /a', { ...taking(schema('x', text)), unknownBodyFields: { hosted: 'reject' } }),
    operation('b.make', 'POST /b', { ...taking(schema('x', text)), unknownBodyFields: { hosted: 'ignore' } }),
    operation('b.make', 'POST /b', { ...taking(schema('x', text)), unknownBodyFields: { hosted: 'reject' } }),
  ],
  [
    'pagination-inconsistent',
    operation('a.list', 'GET /a', {
      ...giving(list(object({ id: text }))),
      ...taking(schema('limit', { type: 'integer' }, 'query')),
    }),
    operation('b.list', 'GET /b', {
      ...giving(list(object({ id: text }))),
      ...taking(schema('page', { type: 'integer' }, 'query')),
    }),
    operation('b.list', 'GET /b', {
      ...giving(list(object({ id: text }))),
      ...taking(schema('limit', { type: 'integer' }, 'query')),
    }),
  ],
];

/** Because of these paths, `POST /a` and `POST /b` count as operations that create items. */
const ITEMS = [operation('a.head', 'HEAD /a/{id}'), operation('b.head', 'HEAD /b/{id}')];

describe('differences between operations', () => {
  it.each(PAIRS)('are one warning: %s', (family, one, other, alike) => {
    expect(lint([one, other, ...ITEMS])).toMatchObject([{ code: family, severity: 'warning' }]);
    expect(lint([one, alike, ...ITEMS])).toEqual([]);
  });

  it('have a pair in this table for every family', () => {
    expect(PAIRS.map(([family]) => family)).toEqual(LINT_NAMES);
  });

  it('are found even if the logical names differ', () => {
    const aliased = aField('identity', 'query', { place: { location: 'query', name: 'key' } });
    const found = lint([
      operation('a.list', 'GET /a', taking(schema('key', text, 'header'))),
      operation('b.list', 'GET /b', taking(aliased)),
    ]);
    expect(found.map(({ code }) => code)).toEqual(['location-inconsistent']);
  });

  it.each([
    ['the path names the resource', 'GET /a/{key}', 'path', 'POST /b', 'body'],
    ['a list is filtered by a field that is written', 'GET /a', 'query', 'POST /b', 'body'],
  ] as const)('are none where %s', (_, read, place, write, other) => {
    const two = [
      operation('a.read', read, taking(aField('key', place, { schema: { ...text } }))),
      operation('b.make', write, taking(schema('key', text, other))),
    ];
    expect(lint(two)).toEqual([]);
    const changing = operation('a.change', 'POST /c', taking(schema('key', text, 'query')));
    expect(lint([...two, changing]).map(({ code }) => code)).toEqual(['location-inconsistent']);
  });

  it('between fields at the same locations are one warning', () => {
    const [only, ...more] = lint([
      operation('a.make', 'POST /a', taking(schema('one', text), schema('two', text))),
      operation('b.make', 'POST /b', taking(schema('one', text, 'query'), schema('two', text, 'query'))),
    ]);
    expect(more).toEqual([]);
    expect(only?.message).toBe('Fields are sent at several locations. one, two: body in a.make; query in b.make');
  });

  it('are not reported if a single item contains a list', () => {
    const list = { type: 'array', items: object({ id: text }) };
    const lists = operation('a.list', 'GET /a', giving(list));
    const holder = (more: object) =>
      operation('b.inspect', 'GET /b/{id}/json', giving(object({ mounts: list, ...more })));
    expect(lint([lists, holder({ config: object({ id: text }) })])).toEqual([]);
    expect(lint([lists, holder({ meta: object({ id: text }) })]).map(({ code }) => code)).toEqual([
      'list-inconsistent',
    ]);
  });

  it('are not reported for names of one letter, or for flags with the name of a paging parameter', () => {
    expect(
      lint([
        operation('a.stop', 'POST /a', taking(schema('t', { type: 'integer' }, 'query'))),
        operation('b.build', 'POST /b', taking(schema('t', text, 'query'))),
        operation('c.list', 'GET /c', {
          ...taking(schema('size', { type: 'boolean' }, 'query')),
          ...giving({ type: 'array', items: object({ id: text }) }),
        }),
        operation('d.list', 'GET /d', {
          ...taking(schema('limit', { type: 'integer' }, 'query')),
          ...giving({ type: 'array', items: object({ id: text }) }),
        }),
      ]),
    ).toEqual([]);
  });

  it('are one warning even if many operations differ', () => {
    const all = Array.from({ length: 9 }, (_, at) =>
      operation(`r${at}.delete`, `DELETE /r${at}/{id}`, status(at < 2 ? 200 : 204)),
    );
    const [only, ...more] = lint(all);
    expect(more).toEqual([]);
    expect(only?.message).toContain(
      'delete: 204 in r2.delete, r3.delete, r4.delete, r5.delete, r6.delete and 2 more; 200 in r0.delete, r1.delete',
    );
  });

  it('are not reported if an entry with a note acknowledges them', () => {
    const [one, other, alike] = PAIRS[8]?.slice(1) as [Contract, Contract, Contract];
    const known = { lint: [{ lint: 'delete-inconsistent', of: 'delete', note: 'b is older', at: AT }] } as const;
    expect(lint([one, other], known)).toEqual([]);
    expect(lint([one, alike], known)).toMatchObject([{ code: 'acknowledgement-stale', severity: 'error', at: AT }]);
  });

  it('between locations are acknowledged for each location', () => {
    const [one, other] = PAIRS[0]?.slice(1) as [Contract, Contract];
    const known = (places: Api['acknowledged'][number]['places']) => ({
      acknowledged: [{ field: 'key', places, note: 'n', at: AT }],
    });
    expect(lint([one, other], known({ header: ['a.list'], query: ['b.list'] }))).toEqual([]);
    expect(lint([one, other], known({ header: ['a.list'] })).map(({ code }) => code)).toEqual([
      'location-inconsistent',
    ]);
    expect(lint([one], known({ header: ['a.list'], query: ['b.list'] })).map(({ code }) => code)).toEqual([
      'acknowledgement-stale',
    ]);
  });

  it('have the severity that the settings declare', () => {
    const [one, other] = PAIRS[8]?.slice(1) as [Contract, Contract];
    expect(lint([one, other], {}, { 'delete-inconsistent': 'error' })).toMatchObject([{ severity: 'error' }]);
    expect(lint([one, other], {}, { 'delete-inconsistent': 'off' })).toEqual([]);
  });
});
