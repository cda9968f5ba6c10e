import { isJsonObject, type Json, type JsonSchema } from '../../model/json.ts';
import { resolveRef, type SchemaRegistry } from '../../schema/resolve-ref.ts';

/**
 * The type of a schema in the words that all sources share: `string`, `integer`, `number`, `boolean`, `list of string`,
 * `map` (an object that names no member), `object`, `integer or string`; null: any. That null is admitted is not said.
 */
export function typeWords(schema: JsonSchema, schemas: SchemaRegistry): string | null {
  return words(schema, schemas, 0);
}

/** Deeper, and a schema that refers to itself, is not told apart. */
const DEEPEST = 12;

function words(schema: JsonSchema, schemas: SchemaRegistry, depth: number): string | null {
  if (!isJsonObject(schema) || depth > DEEPEST) return null;
  const { type } = schema;
  if (typeof type === 'string') return oneType(type, schema, { schemas, depth });
  if (Array.isArray(type)) return join(type.map((each) => oneType(String(each), schema, { schemas, depth })));
  if (Array.isArray(schema.enum)) return join(schema.enum.map(valueWord));
  if (Object.hasOwn(schema, 'const')) return valueWord(schema.const ?? null);
  if (typeof schema.$ref === 'string') {
    const target = resolveRef(schema.$ref, schemas);
    if (target !== undefined) return words(target, schemas, depth + 1);
  }
  if (isJsonObject(schema.properties)) return 'object';
  for (const part of listOf(schema.allOf)) {
    const said = words(part, schemas, depth + 1);
    if (said !== null) return said;
  }
  const choices = [...listOf(schema.oneOf), ...listOf(schema.anyOf)];
  if (choices.length > 0) return union(choices, { schemas, depth });
  return schema.items === undefined ? null : oneType('array', schema, { schemas, depth });
}

interface Context {
  readonly schemas: SchemaRegistry;
  readonly depth: number;
}

function oneType(type: string, schema: JsonSchema, { schemas, depth }: Context): string | null {
  if (type === 'null') return NULL;
  if (!isJsonObject(schema)) return type;
  if (type === 'array') {
    const item = words(asSchema(schema.items), schemas, depth + 1);
    return item === null || item === NULL ? 'list' : `list of ${item.includes(' or ') ? `(${item})` : item}`;
  }
  if (type !== 'object') return type;
  const named = ['properties', 'allOf', 'oneOf', 'anyOf'].some((key) => schema[key] !== undefined);
  return named ? 'object' : 'map';
}

const NULL = 'null';

/** Alternatives; if one of them may be anything, so may the whole. */
function union(choices: readonly JsonSchema[], { schemas, depth }: Context): string | null {
  const said = choices.map((choice) =>
    isJsonObject(choice) && choice.type === NULL ? NULL : words(choice, schemas, depth + 1),
  );
  return said.includes(null) ? null : join(said);
}

function join(said: readonly (string | null)[]): string | null {
  const distinct = [...new Set(said.flatMap((each) => each?.split(OR) ?? []))].filter((each) => each !== NULL).sort();
  return distinct.length === 0 ? null : distinct.join(' or ');
}

/** Not inside parentheses. */
const OR = / or (?![^(]*\))/;

function valueWord(value: Json): string {
  if (value === null) return NULL;
  if (Array.isArray(value)) return 'list';
  return typeof value === 'number' ? (Number.isInteger(value) ? 'integer' : 'number') : typeof value;
}

function listOf(value: Json | undefined): readonly JsonSchema[] {
  return Array.isArray(value) ? value.map(asSchema) : [];
}

function asSchema(value: Json | undefined): JsonSchema {
  return isJsonObject(value) || typeof value === 'boolean' ? value : true;
}
