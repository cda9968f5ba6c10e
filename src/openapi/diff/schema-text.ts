import { byKey } from '../../lib/compare-text.ts';
import { writeJson } from '../../lib/json-text.ts';
import { mapValues } from '../../lib/map-values.ts';
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../../model/json.ts';
import { kindOf, mapSubschemas } from '../../schema/keywords.ts';
import { resolveRef, type SchemaRegistry } from '../../schema/resolve-ref.ts';

/** Maximum number of references that are replaced by their schemas. */
const MOST_WRITTEN = 2000;

/** The result does not depend on the names of shared schemas, and not on the order of members. */
export function schemaText(schema: JsonSchema, registry: SchemaRegistry = new Map()): string {
  const numbers = new Map<JsonSchema, number>();
  let written = 0;
  const write = (value: JsonSchema, above: readonly JsonSchema[]): Json => {
    if (!isJsonObject(value)) return value;
    const { $ref, ...own } = value;
    const rest = sortMembers(mapSubschemas(withoutWords(own), (inner) => write(inner, above)));
    const target = typeof $ref === 'string' ? resolveRef($ref, registry) : undefined;
    if (target === undefined) return $ref === undefined ? rest : { $ref, ...rest };
    const referred = follow(target, above);
    return Object.keys(rest).length === 0 ? referred : { allOf: [referred, rest] };
  };
  const follow = (target: JsonSchema, above: readonly JsonSchema[]): Json => {
    const depth = above.indexOf(target);
    if (depth !== -1) return { $ref: above.length - depth };
    const number = numbers.get(target);
    if (written > MOST_WRITTEN && number !== undefined) return { $ref: `#${number}` };
    written++;
    numbers.set(target, number ?? numbers.size);
    return write(target, [...above, target]);
  };
  return writeJson(write(schema, []));
}

const WORDS = new Set(['title', 'description', 'example', 'examples', '$comment', 'externalDocs', 'xml', '$defs']);

function withoutWords(schema: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !WORDS.has(key) && !key.startsWith('x-')));
}

function sortMembers(schema: JsonObject): JsonObject {
  const members = Object.entries(schema).map(([key, value]): [string, Json] => {
    if (key === 'required' || key === 'type' || key === 'enum' || key === 'dependentRequired')
      return [key, sortLists(value)];
    return [key, kindOf(key) === 'schemas-by-name' && isJsonObject(value) ? sortKeys(value) : value];
  });
  return sortKeys(Object.fromEntries(members));
}

function sortLists(value: Json): Json {
  if (Array.isArray(value)) return value.toSorted((a: Json, b: Json) => (writeJson(a) < writeJson(b) ? -1 : 1));
  if (!isJsonObject(value)) return value;
  return sortKeys(mapValues(value, sortLists));
}

function sortKeys(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).toSorted(byKey));
}
