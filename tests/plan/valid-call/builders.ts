import type { Contract, Field, ResponseSpec } from '../../../src/model/contract.ts';
import type { JsonSchema } from '../../../src/model/json.ts';
import type { GenerateContext } from '../../../src/plan/valid-call/call-context.ts';
import { aField, aResponse } from '../../builders.ts';
import { contract, contractSet } from '../builders.ts';

const AT = { file: 'contracts/things/create.yaml', line: 4, column: 3 };

export function field(given: Partial<Field> & { readonly name: string }): Field {
  return aField(given.name, 'body', { at: AT, ...given });
}

export function pathField(name: string, schema: JsonSchema = { type: 'string' }): Field {
  return field({ name, place: { location: 'path', name }, required: true, schema });
}

export function response(given: Partial<ResponseSpec> = {}): ResponseSpec {
  return aResponse(200, { at: AT, ...given });
}

export const INVALID = response({ status: 422, errors: ['validation_error'], origin: 'common' });
export const UNAUTHORIZED = response({ status: 401, errors: ['invalid_api_key'], origin: 'common' });
export const NOT_FOUND = response({ status: 404, errors: ['thing_not_found'] });

const THING: JsonSchema = { type: 'object', properties: { id: { type: 'string', pattern: '^thg_[a-z0-9]{6}$' } } };

/** An operation whose response provides the `thing_id` of the other operations. */
export function createThing(given: Partial<Contract> = {}): Contract {
  return contract({
    id: 'things.create',
    method: 'POST',
    safe: false,
    content: 'json',
    fields: [field({ name: 'name', required: true })],
    responses: [response({ status: 201, body: THING }), UNAUTHORIZED, INVALID],
    yields: { thing_id: '/id' },
    ...given,
  });
}

export function updateThing(given: Partial<Contract> = {}): Contract {
  return contract({
    id: 'things.update',
    method: 'PATCH',
    path: '/things/{thing_id}',
    safe: false,
    content: 'json',
    fields: [pathField('thing_id'), field({ name: 'color' })],
    responses: [response({ body: THING }), NOT_FOUND, UNAUTHORIZED, INVALID],
    ...given,
  });
}

export function context(operations: readonly Contract[], given: Partial<GenerateContext> = {}): GenerateContext {
  return { contracts: contractSet(operations), profile: 'hosted', seed: 1, ...given };
}
