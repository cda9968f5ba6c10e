import { jsonTypeOf } from '../lib/preview-value.ts';
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../model/json.ts';
import { joinSchema } from './join-schema.ts';
import { patternText } from './pattern-text.ts';
import { createRandom } from './random.ts';
import type { SchemaRegistry } from './resolve-ref.ts';
import type { Sentinels } from './sentinel.ts';

export interface Filling {
  /** As the profile sees them. */
  readonly schemas: SchemaRegistry;
  readonly sentinels: Sentinels;
  /** Keys from the document's root. */
  readonly path: readonly string[];
  /** Position in the list around it: the n-th item takes the n-th value of an enumeration. */
  readonly index: number;
}

/** A value of a schema in which every declared member is there, each with a value of its own. */
export function fillSchema(schema: JsonSchema, filling: Filling): Json {
  const keywords = joinSchema(schema, filling.schemas);
  if (Object.hasOwn(keywords, 'const')) return keywords.const ?? null;
  if (Array.isArray(keywords.enum)) return enumValue(keywords.enum, filling);
  const { sentinels, path } = filling;
  switch (typeOf(keywords)) {
    case 'object':
      return fillObject(keywords, filling);
    case 'array':
      return fillList(keywords, filling);
    case 'boolean':
      return true;
    case 'integer':
      return sentinels.number(keywords, true);
    case 'number':
      return sentinels.number(keywords, false);
    case 'null':
      return null;
    default:
      return sentinels.text(keywords, path);
  }
}

/** A schema that holds itself is filled so deep and no deeper. */
const DEEPEST = 12;

function enumValue(values: readonly Json[], { index }: Filling): Json {
  const shown = values.filter((value) => value !== null);
  return shown[index % Math.max(1, shown.length)] ?? null;
}

function typeOf(keywords: JsonObject): string {
  const types = [keywords.type ?? []].flat().filter((type) => type !== 'null');
  const implied = Object.entries(IMPLIED).find(([key]) => Object.hasOwn(keywords, key))?.[1];
  if (types.length === 0) return keywords.type === undefined ? (implied ?? 'string') : 'null';
  // Of several types the one that the other keywords are about.
  return implied !== undefined && types.includes(implied) ? implied : String(types[0]);
}

const IMPLIED: { readonly [keyword: string]: string } = {
  properties: 'object',
  additionalProperties: 'object',
  items: 'array',
  prefixItems: 'array',
  minimum: 'number',
  maximum: 'number',
};

function fillObject(keywords: JsonObject, filling: Filling): JsonObject {
  const { path } = filling;
  const properties = isJsonObject(keywords.properties) ? keywords.properties : {};
  const required = Array.isArray(keywords.required) ? keywords.required.map(String) : [];
  const isDeep = path.length >= DEEPEST;
  const members = Object.entries(properties).flatMap(([name, schema]): readonly [string, Json][] => {
    if (schema === false || (isDeep && !required.includes(name))) return [];
    return [[name, fillSchema(asSchema(schema), { ...filling, path: [...path, name], index: 0 })]];
  });
  const others = required.filter((name) => !Object.hasOwn(properties, name));
  const named = others.map((name): [string, Json] => [name, fillOther(name, keywords, filling)]);
  const free = isDeep ? [] : freeNames(keywords, members.length + named.length);
  const mapped = free.map((name): [string, Json] => [name, fillOther(name, keywords, filling)]);
  return Object.fromEntries([...members, ...named, ...mapped]);
}

/** One key of a map; enough keys where a number is asked for. */
function freeNames(keywords: JsonObject, there: number): readonly string[] {
  const { additionalProperties: others, patternProperties, minProperties } = keywords;
  if (isJsonObject(patternProperties)) {
    return Object.keys(patternProperties).flatMap((pattern) => patternText(pattern, createRandom(0, [pattern])) ?? []);
  }
  const isMap = isJsonObject(others) || (there === 0 && others !== false);
  const least = typeof minProperties === 'number' ? minProperties - there : 0;
  return Array.from({ length: Math.max(isMap ? 1 : 0, least) }, (_, index) => `pw_key_${index + 1}`);
}

function fillOther(name: string, keywords: JsonObject, filling: Filling): Json {
  const { additionalProperties: others, patternProperties } = keywords;
  const [ofPattern] = isJsonObject(patternProperties) ? Object.values(patternProperties) : [];
  return fillSchema(asSchema(ofPattern ?? others), { ...filling, path: [...filling.path, name], index: 0 });
}

/** Two items that differ, so that a client which takes only the first one is seen. */
const ITEMS = 2;

function fillList(keywords: JsonObject, filling: Filling): readonly Json[] {
  const { prefixItems, items, minItems, maxItems, uniqueItems } = keywords;
  const { path } = filling;
  const first = Array.isArray(prefixItems) ? prefixItems : [];
  const least = typeof minItems === 'number' ? minItems : 0;
  const most = items === false ? first.length : typeof maxItems === 'number' ? maxItems : Number.POSITIVE_INFINITY;
  const wanted = path.length >= DEEPEST ? least : Math.max(ITEMS, first.length, least);
  const list = Array.from({ length: Math.min(wanted, most) }, (_, index) =>
    fillSchema(asSchema(first[index] ?? items), { ...filling, path: [...path, String(index)], index }),
  );
  return uniqueItems === true ? withoutRepeats(list) : list;
}

function withoutRepeats(list: readonly Json[]): readonly Json[] {
  const texts = list.map((item) => `${jsonTypeOf(item)} ${JSON.stringify(item)}`);
  return list.filter((_, index) => texts.indexOf(texts[index] ?? '') === index);
}

function asSchema(value: Json | undefined): JsonSchema {
  return isJsonObject(value) || typeof value === 'boolean' ? value : true;
}
