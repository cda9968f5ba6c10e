import { parsePointer } from '../../../lib/json-pointer.ts';
import type { Field } from '../../../model/contract.ts';
import { isJsonObject, type Json, type JsonPointer } from '../../../model/json.ts';

/** Builds a body with one value: `{ a: { b: value } }` for the pointer `/a/b`. */
export function bodyAt(pointer: JsonPointer, value: Json): Json {
  return parsePointer(pointer).reduceRight<Json>((inner, token) => ({ [token]: inner }), value);
}

export function mergeBodies(...bodies: readonly (Json | undefined)[]): Json | undefined {
  return bodies.reduce(
    (one, other) => (one === undefined ? other : other === undefined ? one : merge(one, other)),
    undefined,
  );
}

function merge(one: Json, other: Json): Json {
  if (!isJsonObject(one) || !isJsonObject(other)) return other;
  const shared = Object.entries(other).map(([key, value]): [string, Json] => {
    const before = one[key];
    return [key, before === undefined ? value : merge(before, value)];
  });
  return { ...one, ...Object.fromEntries(shared) };
}

/** A date-time may be written differently (`Z`, `+00:00`) if the instant is the same. */
export function expectedValue(field: Field, value: Json): Json {
  if (field.fields.length > 0 && isJsonObject(value)) {
    const members = Object.entries(value).map(([key, member]): [string, Json] => {
      const child = field.fields.find(({ name }) => name === `${field.name}.${key}`);
      return [key, child === undefined ? member : expectedValue(child, member)];
    });
    return Object.fromEntries(members);
  }
  const isInstant = isJsonObject(field.schema) && field.schema.format === 'date-time' && typeof value === 'string';
  return isInstant ? { $gte: value, $lte: value } : value;
}
