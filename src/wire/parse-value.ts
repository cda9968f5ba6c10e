import { exactNumber, jsonOrText } from '../lib/json-text.ts';
import type { BooleanStyle } from '../model/contract.ts';
import type { JsonSchema } from '../model/json.ts';
import type { SchemaRegistry } from '../schema/resolve-ref.ts';
import { schemaTypes } from '../schema/schema-types.ts';
import { BOOLEAN_TEXTS } from './styles.ts';

interface TextReading {
  readonly booleanStyle: BooleanStyle;
  readonly schemas: SchemaRegistry;
}

/** Parses a text outside a JSON body, or returns the text if the schema's type does not fit. */
export function parseText(text: string, schema: JsonSchema, { booleanStyle, schemas }: TextReading): unknown {
  const types = schemaTypes(schema, schemas);
  if (types === null || types.has('string')) return text;
  if ((types.has('integer') || types.has('number')) && NUMBER.test(text)) return exactNumber(text);
  if (types.has('boolean')) {
    const [yes, no] = BOOLEAN_TEXTS[booleanStyle];
    if (text === yes || text === no) return text === yes;
  }
  if (types.has('null') && text === 'null') return null;
  return types.has('object') || types.has('array') ? jsonOrText(text) : text;
}

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
