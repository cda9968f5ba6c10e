import type { Field } from '../model/contract.ts';
import type { JsonSchema } from '../model/json.ts';
import type { SchemaRegistry } from '../schema/resolve-ref.ts';
import { itemSchema, schemaTypes } from '../schema/schema-types.ts';
import { BOOLEAN_TEXTS } from './wire-text.ts';

/** Text outside a JSON body → the value that the field's schema reads in it. What does not fit stays text. */
export function parseValue(text: string, field: Field, schemas: SchemaRegistry): unknown {
  return parseText(text, field.schema, { field, schemas });
}

/** As `parseValue`, for the items of a list field. */
export function parseItems(texts: readonly string[], field: Field, schemas: SchemaRegistry): readonly unknown[] {
  const schema = itemSchema(field.schema, schemas);
  return texts.map((text) => parseText(text, schema, { field, schemas }));
}

/** Text → value by a schema alone, booleans as `true` and `false`. */
export function parseBySchema(text: string, schema: JsonSchema, schemas: SchemaRegistry): unknown {
  return parseText(text, schema, { field: { booleanStyle: 'true-false' }, schemas });
}

interface Reading {
  readonly field: Pick<Field, 'booleanStyle'>;
  readonly schemas: SchemaRegistry;
}

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function parseText(text: string, schema: JsonSchema, { field, schemas }: Reading): unknown {
  const types = schemaTypes(schema, schemas);
  if (types === null || types.has('string')) return text;
  if ((types.has('integer') || types.has('number')) && NUMBER.test(text)) return Number(text);
  if (types.has('boolean')) {
    const [yes, no] = BOOLEAN_TEXTS[field.booleanStyle];
    if (text === yes || text === no) return text === yes;
  }
  if (types.has('null') && text === 'null') return null;
  return types.has('object') || types.has('array') ? parseJson(text) : text;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
