import { parsePointer } from '../../lib/json-pointer.ts';
import type { Contract, Field } from '../../model/contract.ts';
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../../model/json.ts';
import { bodyPointer } from '../../schema/field-tree.ts';
import { createRandom } from '../../schema/random.ts';
import { isKnown, likenessOf, sampleValue } from '../../schema/sample-value.ts';
import { validatorOf } from '../../schema/schema-validator.ts';
import type { GenerateContext } from './call-context.ts';

/** Adds the members that the body conditions require, or returns undefined if that is impossible. */
export function completeBody(contract: Contract, values: JsonObject, context: GenerateContext): JsonObject | undefined {
  const { bodyConditions } = contract;
  if (bodyConditions === undefined) return values;
  const fields = contract.fields.filter((field) => isMember(field) && isKnown(field, context.profile));
  const given = fields.flatMap((field): readonly (readonly [string, Json])[] => {
    const value = values[field.name];
    return value === undefined ? [] : [[wireName(field), likenessOf(value)]];
  });
  const { schemas } = context.contracts;
  if (validatorOf(schemas).errors(bodyConditions, Object.fromEntries(given)).length === 0) return values;
  const body = sampleValue(bodySchema(fields, new Map(given), bodyConditions), {
    label: 'body',
    random: createRandom(context.seed, [contract.id]),
    schemas,
    profile: context.profile,
    full: false,
  });
  if (!isJsonObject(body)) return undefined;
  const added = fields.flatMap((field): readonly (readonly [string, Json])[] => {
    const value = body[wireName(field)];
    return value === undefined || Object.hasOwn(values, field.name) ? [] : [[field.name, value]];
  });
  return { ...values, ...Object.fromEntries(added) };
}

/** Builds a schema that requires the given members. Each member must have exactly its given value. */
function bodySchema(fields: readonly Field[], given: ReadonlyMap<string, Json>, conditions: JsonSchema): JsonSchema {
  const properties = fields.map((field) => {
    const value = given.get(wireName(field));
    return [wireName(field), value === undefined ? field.schema : { const: value }] as const;
  });
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: [...given.keys()],
    allOf: [conditions],
  };
}

function isMember(field: Field): boolean {
  return field.place.location === 'body' && !field.whole && parsePointer(bodyPointer(field)).length === 1;
}

function wireName(field: Field): string {
  return parsePointer(bodyPointer(field))[0] ?? '';
}
