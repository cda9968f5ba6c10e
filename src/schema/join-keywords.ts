import { isDeepStrictEqual } from 'node:util';
import { isNumeric } from '../lib/json-text.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';

/** Returns the joined keywords of several schemas. In a conflict, the first schema wins. */
export function joinKeywords(parts: readonly JsonObject[]): JsonObject {
  return parts.toReversed().reduce(join, {});
}

const STRUCTURE = new Set(['$ref', 'allOf', 'anyOf', 'oneOf', 'if', 'then', 'else', '$defs', 'definitions']);

function join(inner: JsonObject, outer: JsonObject): JsonObject {
  const joined: Record<string, Json> = { ...inner };
  for (const [key, value] of Object.entries(outer)) {
    if (STRUCTURE.has(key)) continue;
    const before = Object.hasOwn(joined, key) ? joined[key] : undefined;
    joined[key] = before === undefined ? value : (JOINS[key] ?? lastWins)(before, value);
  }
  return joined;
}

type Join = (inner: Json, outer: Json) => Json;

const lastWins: Join = (_, outer) => outer;
const most: Join = (a, b) => (isNumeric(a) && isNumeric(b) && a > b ? a : b);
const least: Join = (a, b) => (isNumeric(a) && isNumeric(b) && a < b ? a : b);
const both: Join = (a, b) => (isDeepStrictEqual(a, b) ? b : { allOf: [a, b] });
const union: Join = (a, b) => [...new Set([...listOf(a), ...listOf(b)])];
const byName: Join = (a, b) => {
  if (!isJsonObject(a) || !isJsonObject(b)) return b;
  const shared = Object.entries(b).map(([name, value]): [string, Json] => {
    const before = Object.hasOwn(a, name) ? a[name] : undefined;
    return [name, before === undefined ? value : both(before, value)];
  });
  return { ...a, ...Object.fromEntries(shared) };
};

const JOINS: { readonly [keyword: string]: Join } = {
  ...Object.fromEntries(
    ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'].map((key) => [key, most]),
  ),
  ...Object.fromEntries(
    ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'].map((key) => [key, least]),
  ),
  ...Object.fromEntries(['items', 'propertyNames', 'contains', 'not'].map((key) => [key, both])),
  additionalProperties: (a, b) => (a === false || b === false ? false : both(a, b)),
  properties: byName,
  patternProperties: byName,
  required: union,
  type: joinTypes,
  enum: (a, b) => listOf(a).filter((value) => listOf(b).some((other) => isDeepStrictEqual(value, other))),
  multipleOf: (a, b) => commonMultiple(Number(a), Number(b)) ?? b,
  uniqueItems: (a, b) => a === true || b === true,
};

function joinTypes(inner: Json, outer: Json): Json {
  const [a, b] = [[inner].flat(), [outer].flat()];
  const shared = a.flatMap((type) => {
    if (b.includes(type)) return [type];
    return (type === 'number' && b.includes('integer')) || (type === 'integer' && b.includes('number'))
      ? ['integer']
      : [];
  });
  return shared.length === 1 ? (shared[0] ?? outer) : shared;
}

function commonMultiple(a: number, b: number): number | undefined {
  for (let factor = 1; factor <= b && factor <= 10_000; factor++)
    if (Number.isInteger((a * factor) / b)) return a * factor;
  return undefined;
}

function listOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
