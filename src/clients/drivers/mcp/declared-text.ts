import { isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';

const MAX_LENGTH = 120;

/** A schema in a few words: `string (date-time)`, `array of string`, `"a" | "b"`, `object {cron, at}`. */
export function declaredText(schema: Json | undefined): string {
  const text = wordsFor(schema);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 1)}…` : text;
}

function wordsFor(schema: Json | undefined): string {
  if (!isJsonObject(schema)) return 'any';
  if (typeof schema.$ref === 'string') return schema.$ref.split('/').at(-1) ?? 'any';
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(choices)) return choices.map(wordsFor).join(' | ');
  if (Array.isArray(schema.type)) return schema.type.map((type) => wordsFor({ ...schema, type })).join(' | ');
  return wordsForType(schema);
}

function wordsForType(schema: JsonObject): string {
  if (schema.type === 'array') return `array of ${wordsFor(schema.items)}`;
  if (isJsonObject(schema.properties)) return `object {${Object.keys(schema.properties).join(', ')}}`;
  if (schema.type === 'object') {
    return isJsonObject(schema.additionalProperties) ? `map of ${wordsFor(schema.additionalProperties)}` : 'object';
  }
  const type = typeof schema.type === 'string' ? schema.type : 'any';
  const details = [
    typeof schema.format === 'string' && type !== 'null' ? `(${schema.format})` : '',
    rangeOf(schema, type),
  ];
  return [type, ...details].filter((word) => word !== '').join(' ');
}

function rangeOf({ minimum, maximum }: JsonObject, type: string): string {
  const isNumber = type === 'integer' || type === 'number';
  return isNumber && (minimum !== undefined || maximum !== undefined) ? `${minimum ?? ''}..${maximum ?? ''}` : '';
}
