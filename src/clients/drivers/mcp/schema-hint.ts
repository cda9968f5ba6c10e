import type { Parameter, TypeHint } from '../../../model/driver.ts';
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../../../model/json.ts';
import { objectMembers } from '../../../schema/members.ts';
import type { SchemaRegistry } from '../../../schema/resolve-ref.ts';
import { possibleShapes } from '../../../schema/schema-types.ts';
import { allowedValues, partSchema, type Shape, textKeyword } from '../../../schema/shape.ts';

/** Maximum nesting of a schema. A schema may contain itself. */
const MAX_DEPTH = 8;

export function parametersOf(inputSchema: Json): Parameter[] {
  const root = isJsonObject(inputSchema) ? inputSchema : {};
  return membersOf(root, { schemas: new Map([['', root]]), depth: 0 });
}

interface Place {
  /** Schemas by id. The whole schema has the empty id, so a reference such as `#/$defs/x` finds its target. */
  readonly schemas: SchemaRegistry;
  readonly depth: number;
}

function hintOf(schema: JsonSchema, { schemas, depth }: Place): TypeHint {
  if (depth > MAX_DEPTH) return ANY;
  const below = { schemas, depth: depth + 1 };
  return unionOf(possibleShapes(schema, schemas).flatMap((shape) => hintsOfShape(shape, below)));
}

function hintsOfShape(shape: Shape, below: Place): readonly TypeHint[] {
  const allowed = allowedValues(shape);
  if (allowed !== undefined) return [{ kind: 'literal', values: allowed }];
  if (shape.types === undefined) return [shape.keywords.properties === undefined ? ANY : hintOfObject(shape, below)];
  const hints = [...shape.types].map((type) => hintOfType(type, shape, below));
  return shape.nullable ? [...hints, { kind: 'null' }] : hints;
}

function hintOfType(type: string, shape: Shape, below: Place): TypeHint {
  switch (type) {
    case 'string':
    case 'integer':
    case 'number':
    case 'boolean':
      return { kind: type };
    case 'array':
      return { kind: 'list', of: hintOf(partSchema(shape, 'items'), below) };
    case 'object':
      return hintOfObject(shape, below);
    default:
      return ANY;
  }
}

function hintOfObject(shape: Shape, below: Place): TypeHint {
  const fields = membersOf(shape.keywords, below);
  if (fields.length === 0) return { kind: 'map', of: hintOf(partSchema(shape, 'additionalProperties'), below) };
  return { kind: 'object', class: textKeyword(shape, 'title') ?? 'object', fields };
}

function membersOf(schema: JsonSchema, place: Place): Parameter[] {
  const { properties, required } = objectMembers(schema, place.schemas);
  return [...properties].map(([name, property]) => ({
    name,
    required: required.has(name),
    type: hintOf(property, place),
    declared: declaredText(property),
    ...(isJsonObject(property) && property.default !== undefined ? { default: property.default } : {}),
  }));
}

const ANY: TypeHint = { kind: 'any' };

function unionOf(hints: readonly TypeHint[]): TypeHint {
  const flat = hints.flatMap((hint) => (hint.kind === 'union' ? hint.of : [hint]));
  const texts = flat.map((hint) => JSON.stringify(hint));
  const distinct = flat.filter((_hint, index) => texts.indexOf(texts[index] ?? '') === index);
  return distinct.length === 1 ? (distinct[0] ?? ANY) : { kind: 'union', of: distinct };
}

const MAX_LENGTH = 120;

/** Describes a schema briefly: `string (date-time)`, `array of string`, `"a" | "b"`, `object {cron, at}`. */
function declaredText(schema: Json | undefined): string {
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
