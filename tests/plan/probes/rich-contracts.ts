import type { Contract, ContractSet, Field } from '../../../src/model/contract.ts';
import { contract, contractSet } from '../builders.ts';
import { createThing, field, INVALID, NOT_FOUND, pathField, response, UNAUTHORIZED } from '../valid-call/builders.ts';

/** Every kind of schema with probes has one field in this list. */
const FIELDS: readonly Field[] = [
  field({ name: 'name', required: true, schema: { type: 'string', minLength: 2, maxLength: 64 } }),
  field({ name: 'color', schema: { type: ['string', 'null'], enum: ['red', 'blue', null] } }),
  field({ name: 'size', schema: { type: 'integer', minimum: 1, maximum: 9 } }),
  field({ name: 'weight', schema: { type: 'number' } }),
  field({ name: 'tags', schema: { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 3 } }),
  field({ name: 'due_at', schema: { type: 'string', format: 'date-time' } }),
  field({ name: 'seen_at', schema: { type: 'string', format: 'iso-date-time' } }),
  field({ name: 'link', schema: { type: 'string', format: 'uri' } }),
  field({ name: 'note', schema: { type: ['string', 'null'], examples: ['first', 'second'] } }),
  field({
    name: 'box',
    schema: { type: 'object' },
    fields: [
      field({ name: 'box.kind', place: { location: 'body', name: '/box/kind' }, required: true }),
      field({ name: 'box.lid', place: { location: 'body', name: '/box/lid' }, schema: { type: 'boolean' } }),
    ],
  }),
  field({ name: 'trace', place: { location: 'header', name: 'X-Trace' } }),
];

const CREATED = response({
  status: 201,
  body: { type: 'object', properties: { id: { type: 'string', pattern: '^thg_[a-z0-9]{6}$' }, name: {}, due_at: {} } },
});

export const CREATE: Contract = createThing({
  fields: FIELDS,
  unknownBodyFields: { hosted: 'reject', core: 'ignore' },
  responses: [CREATED, response({ status: 409, errors: ['name_taken'] }), UNAUTHORIZED, INVALID],
});

const LIST: Contract = contract({
  fields: [
    field({
      name: 'limit',
      place: { location: 'query', name: 'limit' },
      schema: { type: 'integer', minimum: 1, maximum: 100 },
    }),
    field({
      name: 'after',
      place: { location: 'query', name: 'after' },
      schema: { type: 'integer', format: 'int64', minimum: -(2 ** 63), maximum: 2 ** 63 },
    }),
  ],
  responses: [response(), UNAUTHORIZED, INVALID],
});

export const GET: Contract = contract({
  id: 'things.get',
  path: '/things/{thing_id}',
  fields: [pathField('thing_id')],
  responses: [response(), NOT_FOUND, UNAUTHORIZED, INVALID],
});

const REMOVE: Contract = contract({
  ...GET,
  id: 'things.remove',
  method: 'DELETE',
  safe: false,
  responses: [response({ status: 204, body: null }), NOT_FOUND, UNAUTHORIZED, INVALID],
});

export function richContracts(operations: readonly Contract[] = [CREATE, LIST, GET, REMOVE]): ContractSet {
  return contractSet(operations, { unknownRoute: [{ status: 404 }, { status: 405 }] });
}
