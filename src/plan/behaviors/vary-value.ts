import { compilePattern } from '../../lib/pattern.ts';
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../../model/json.ts';
import { resolveRef, type SchemaRegistry } from '../../schema/resolve-ref.ts';

/** Another value that the schema allows; undefined when none comes to mind. References in strings are kept. */
export function varyValue(schema: JsonSchema, value: Json | undefined, schemas: SchemaRegistry): Json | undefined {
  const known = flatSchema(schema, schemas);
  const choices = Array.isArray(known.enum) ? known.enum : undefined;
  if (choices !== undefined) return choices.find((choice: Json) => choice !== value && choice !== null);
  if (Object.hasOwn(known, 'const')) return undefined;
  switch (typeOf(known, value)) {
    case 'boolean':
      return value !== true;
    case 'integer':
    case 'number':
      return varyNumber(known, value);
    case 'string':
      return varyText(known, typeof value === 'string' ? value : undefined);
    case 'array':
      return varyList(known, Array.isArray(value) ? value : [], schemas);
    case 'object':
      return varyObject(known, isJsonObject(value) ? value : {}, schemas);
    default:
      return { changed: 'b' };
  }
}

/** A schema with its references and its only choice that is not null put into it. */
export function flatSchema(schema: JsonSchema, schemas: SchemaRegistry, depth = 0): JsonObject {
  if (!isJsonObject(schema) || depth > 16) return {};
  const { $ref, anyOf, oneOf, allOf, ...own } = schema;
  const target = typeof $ref === 'string' ? resolveRef($ref, schemas) : undefined;
  const choice = [...listOf(anyOf), ...listOf(oneOf)].find((each) => isJsonObject(each) && each.type !== 'null');
  const parts = [target, choice, ...listOf(allOf)].filter((part) => part !== undefined);
  return Object.assign({}, ...parts.map((part) => flatSchema(part, schemas, depth + 1)), own);
}

function typeOf(schema: JsonObject, value: Json | undefined): string | undefined {
  const stated = Array.isArray(schema.type) ? schema.type.find((type: Json) => type !== 'null') : schema.type;
  if (typeof stated === 'string') return stated;
  if (Array.isArray(value)) return 'array';
  return value === undefined || value === null ? undefined : typeof value;
}

/** One less, which is on the safe side of what may be limited, where the least is known; else one more. */
function varyNumber({ minimum, maximum }: JsonObject, value: Json | undefined): number | undefined {
  const least = typeof minimum === 'number' ? minimum : 1;
  const most = typeof maximum === 'number' ? maximum : Number.MAX_SAFE_INTEGER;
  const now = typeof value === 'number' ? value : least;
  const choices = typeof minimum === 'number' ? [now - 1, now + 1] : [Math.max(least, now + 1)];
  return choices.find((next) => next >= least && next <= most);
}

const FORMATS: { readonly [format: string]: readonly string[] } = {
  'date-time': ['2090-03-04T09:00:00+02:00', '2090-05-06T11:00:00+02:00'],
  uri: ['https://example.com/b', 'https://example.com/c'],
  uuid: ['${uuid.other}', '${uuid.another}'],
  email: ['${run.id}-b@example.com', '${run.id}-c@example.com'],
};

function varyText(schema: JsonObject, value: string | undefined): string | undefined {
  const fixed = typeof schema.format === 'string' ? FORMATS[schema.format] : undefined;
  const longer = value === undefined ? [] : [`${value}-b`, `${value}b`];
  const candidates = fixed ?? [...longer, 'b', 'c', '${run.id}-b', '${uuid.other}', '${ulid.other}'];
  return candidates.find((candidate) => candidate !== value && fits(sample(candidate), schema));
}

/** The text as it may be once its references are resolved; undefined when that is anybody's guess. */
function sample(text: string): string | undefined {
  const known = text
    .replaceAll('${run.id}', 'parity-k3v9x2-1f4e7a')
    .replaceAll(/\$\{uuid(\.[^}]*)?\}/g, '3f0e8a52-5c1b-4d7e-9a2f-6b8c1d0e4f73')
    .replaceAll(/\$\{ulid(\.[^}]*)?\}/g, '01J9ZK3V9X2M4N6P8Q0R2S4T6V')
    .replaceAll(/\$\{text:(\d+)\}/g, (_, length: string) => 'a'.repeat(Math.min(Number(length), 100_000)));
  return known.includes('${') ? undefined : known;
}

function fits(text: string | undefined, { pattern, minLength, maxLength }: JsonObject): boolean {
  if (text === undefined) return false;
  if (typeof minLength === 'number' && text.length < minLength) return false;
  if (typeof maxLength === 'number' && text.length > maxLength) return false;
  return typeof pattern !== 'string' || compilePattern(pattern)?.test(text) === true;
}

function varyList(schema: JsonObject, list: readonly Json[], schemas: SchemaRegistry): readonly Json[] | undefined {
  const most = typeof schema.maxItems === 'number' ? schema.maxItems : Number.POSITIVE_INFINITY;
  const item = varyValue(isJsonObject(schema.items) ? schema.items : { type: 'string' }, list.at(-1), schemas);
  if (item === undefined) return undefined;
  return list.length < most ? [...list, item] : [...list.slice(0, -1), item];
}

function varyObject(schema: JsonObject, object: JsonObject, schemas: SchemaRegistry): JsonObject | undefined {
  const declared = isJsonObject(schema.properties) ? Object.entries(schema.properties) : [];
  if (declared.length === 0) return { ...object, changed: 'b' };
  for (const [name, inner] of declared) {
    const next = isJsonObject(inner) ? varyValue(inner, object[name], schemas) : undefined;
    if (next !== undefined) return { ...object, [name]: next };
  }
  return undefined;
}

function listOf(value: Json | undefined): readonly JsonSchema[] {
  return Array.isArray(value) ? value : [];
}
