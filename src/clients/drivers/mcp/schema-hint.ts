import type { Parameter, TypeHint } from '../../../model/driver.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';

/** Schemas below this depth are `any`: a schema may contain itself. */
const MAX_DEPTH = 8;

/** The parameters of a tool: the properties of its input schema. */
export function parametersOf(inputSchema: Json): Parameter[] {
  const root = isJsonObject(inputSchema) ? inputSchema : {};
  return membersOf(root, { root, depth: 0 });
}

/** Where a schema stands: `$ref`s lead into `root`. */
interface Place {
  readonly root: JsonObject;
  readonly depth: number;
}

function hintOf(schema: Json | undefined, place: Place): TypeHint {
  if (!isJsonObject(schema) || place.depth > MAX_DEPTH) return ANY;
  const below = { ...place, depth: place.depth + 1 };
  if (typeof schema.$ref === 'string') return hintOf(resolve(schema.$ref, place.root), below);
  if (schema.const !== undefined) return { kind: 'literal', values: [schema.const] };
  if (Array.isArray(schema.enum)) return { kind: 'literal', values: schema.enum };
  const choices = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(choices)) return unionOf(choices.map((each) => hintOf(each, below)));
  if (Array.isArray(schema.allOf)) return hintOf(mergeAll(schema, place.root), below);
  if (Array.isArray(schema.type)) return unionOf(schema.type.map((type) => hintOf({ ...schema, type }, below)));
  return hintOfType(schema, below);
}

function hintOfType(schema: JsonObject, below: Place): TypeHint {
  switch (schema.type) {
    case 'string':
    case 'integer':
    case 'number':
    case 'boolean':
    case 'null':
      return { kind: schema.type };
    case 'array':
      return { kind: 'list', of: hintOf(schema.items as Json | undefined, below) }; // absent or a schema
    case 'object':
      return hintOfObject(schema, below);
    default:
      return isJsonObject(schema.properties) ? hintOfObject(schema, below) : ANY;
  }
}

function hintOfObject(schema: JsonObject, below: Place): TypeHint {
  const isRecord = isJsonObject(schema.properties) && Object.keys(schema.properties).length > 0;
  if (!isRecord) return { kind: 'map', of: hintOf(schema.additionalProperties, below) };
  const name = typeof schema.title === 'string' ? schema.title : 'object';
  return { kind: 'object', class: name, fields: membersOf(schema, below) };
}

function membersOf(schema: JsonObject, place: Place): Parameter[] {
  const required = Array.isArray(schema.required) ? schema.required : [];
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  return Object.entries(properties).map(([name, property]) => ({
    name,
    required: required.includes(name),
    type: hintOf(property, place),
    declared: declaredText(property),
    ...(isJsonObject(property) && property.default !== undefined ? { default: property.default } : {}),
  }));
}

const ANY: TypeHint = { kind: 'any' };

/** Flat, without repetition; of one kind only, that one. */
function unionOf(hints: readonly TypeHint[]): TypeHint {
  const flat = hints.flatMap((hint) => (hint.kind === 'union' ? hint.of : [hint]));
  const texts = flat.map((hint) => JSON.stringify(hint));
  const distinct = flat.filter((_hint, index) => texts.indexOf(texts[index] ?? '') === index);
  return distinct.length === 1 ? (distinct[0] ?? ANY) : { kind: 'union', of: distinct };
}

function resolve(reference: string, root: JsonObject): Json | undefined {
  if (!reference.startsWith('#')) return undefined;
  const keys = decodeURIComponent(reference.slice(1)).split('/').slice(1);
  const unescaped = keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return unescaped.reduce<Json | undefined>((node, key) => (isJsonObject(node) ? node[key] : undefined), root);
}

/** One schema of several: properties and required members of all. */
function mergeAll(schema: JsonObject, root: JsonObject): Json {
  const { allOf, ...own } = schema;
  const parts = (Array.isArray(allOf) ? allOf : []).map((part) =>
    isJsonObject(part) && typeof part.$ref === 'string' ? (resolve(part.$ref, root) ?? {}) : part,
  );
  const all = [...parts, own].filter(isJsonObject);
  const properties: JsonObject = Object.assign({}, ...all.map((part) => asObject(part.properties)));
  return {
    ...Object.assign({}, ...all),
    ...(Object.keys(properties).length === 0 ? {} : { properties }),
    required: all.flatMap((part) => asList(part.required)),
  };
}

function asObject(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function asList(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

const MAX_LENGTH = 120;

/** A schema in a few words: `string (date-time)`, `array of string`, `"a" | "b"`, `object {cron, at}`. */
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
