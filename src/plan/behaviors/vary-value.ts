import { likenessOfText } from '../../lib/placeholders.ts';
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../../model/json.ts';
import { alternatives } from '../../schema/alternatives.ts';
import { schemaEntries } from '../../schema/keywords.ts';
import type { SchemaRegistry } from '../../schema/resolve-ref.ts';
import { admits } from '../../schema/sample-text.ts';
import { allowedValues, bounds, numberOf, partSchema, type Shape, shapeOf } from '../../schema/shape.ts';

/** Another value that the schema allows; undefined when none comes to mind. References in strings are kept. */
export function varyValue(schema: JsonSchema, value: Json | undefined, schemas: SchemaRegistry): Json | undefined {
  const [first] = alternatives(schema, { schemas, richest: false });
  const shape = shapeOf(first?.keywords ?? {});
  const choices = allowedValues(shape);
  if (choices !== undefined) return choices.find((choice) => choice !== value && choice !== null);
  switch (typeOf(shape, value)) {
    case 'boolean':
      return value !== true;
    case 'integer':
    case 'number':
      return varyNumber(shape, value);
    case 'string':
      return varyText(shape, typeof value === 'string' ? value : undefined);
    case 'array':
      return varyList(shape, Array.isArray(value) ? value : [], schemas);
    case 'object':
      return varyObject(shape, isJsonObject(value) ? value : {}, schemas);
    default:
      return { changed: 'b' };
  }
}

function typeOf({ types }: Shape, value: Json | undefined): string | undefined {
  const [stated] = types ?? [];
  if (stated !== undefined) return stated;
  if (Array.isArray(value)) return 'array';
  return value === undefined || value === null ? undefined : typeof value;
}

/** One less, which is on the safe side of what may be limited, where the least is known; else one more. */
function varyNumber(shape: Shape, value: Json | undefined): number | undefined {
  const { min, max = Number.MAX_SAFE_INTEGER } = bounds(shape);
  const now = typeof value === 'number' ? value : (min ?? 1);
  const choices = min === undefined ? [Math.max(1, now + 1)] : [now - 1, now + 1];
  return choices.find((next) => next >= (min ?? 1) && next <= max);
}

const FORMATS: { readonly [format: string]: readonly string[] } = {
  'date-time': ['2090-03-04T09:00:00+02:00', '2090-05-06T11:00:00+02:00'],
  uri: ['https://example.com/b', 'https://example.com/c'],
  uuid: ['${uuid.other}', '${uuid.another}'],
  email: ['${run.id}-b@example.com', '${run.id}-c@example.com'],
};

function varyText(shape: Shape, value: string | undefined): string | undefined {
  const { format } = shape.keywords;
  const fixed = typeof format === 'string' ? FORMATS[format] : undefined;
  const longer = value === undefined ? [] : [`${value}-b`, `${value}b`];
  const candidates = fixed ?? [...longer, 'b', 'c', '${run.id}-b', '${uuid.other}', '${ulid.other}'];
  return candidates.find((candidate) => candidate !== value && isKnown(candidate) && admits(shape, candidate));
}

/** What a step of the run returns is known by nobody yet. */
function isKnown(text: string): boolean {
  return !likenessOfText(text).includes('${');
}

function varyList(shape: Shape, list: readonly Json[], schemas: SchemaRegistry): readonly Json[] | undefined {
  const most = numberOf(shape, 'maxItems') ?? Number.POSITIVE_INFINITY;
  const items = partSchema(shape, 'items');
  const item = varyValue(isJsonObject(items) ? items : { type: 'string' }, list.at(-1), schemas);
  if (item === undefined) return undefined;
  return list.length < most ? [...list, item] : [...list.slice(0, -1), item];
}

function varyObject({ keywords }: Shape, object: JsonObject, schemas: SchemaRegistry): JsonObject | undefined {
  const declared = schemaEntries(keywords.properties);
  if (declared.length === 0) return { ...object, changed: 'b' };
  for (const [name, inner] of declared) {
    const next = isJsonObject(inner) ? varyValue(inner, object[name], schemas) : undefined;
    if (next !== undefined) return { ...object, [name]: next };
  }
  return undefined;
}
