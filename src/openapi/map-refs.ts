import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../model/json.ts';

const DATA = new Set(['enum', 'const', 'default', 'examples', 'required']);
const MAPS = new Set(['properties', '$defs', 'patternProperties', 'dependentSchemas']);

/** A schema with other references; `keep` says which keywords stay. */
export function mapRefs(
  schema: JsonSchema,
  refOf: (ref: string) => string,
  keep: (key: string, level: number) => boolean = () => true,
): JsonSchema {
  const walk = (value: Json, level: number): Json => {
    if (Array.isArray(value)) return value.map((item: Json) => walk(item, level));
    if (!isJsonObject(value)) return value;
    const entries = Object.entries(value).flatMap(([key, member]): [string, Json][] => {
      if (!keep(key, level)) return [];
      if (key === '$ref' && typeof member === 'string') return [[key, refOf(member)]];
      if (DATA.has(key)) return [[key, member]];
      return [[key, MAPS.has(key) ? walkMap(member, level + 1) : walk(member, level + 1)]];
    });
    return Object.fromEntries(entries);
  };
  const walkMap = (map: Json, level: number): Json =>
    isJsonObject(map)
      ? Object.fromEntries(Object.entries(map).map(([name, member]) => [name, walk(member, level)]))
      : map;
  return isJsonObject(schema) ? (walk(schema, 0) as JsonObject) : schema; // an object stays one
}
