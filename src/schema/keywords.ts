import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../model/json.ts';

export type KeywordKind =
  | 'schema'
  | 'schemas'
  | 'schemas-by-name'
  | 'number'
  | 'count'
  | 'flag'
  | 'text'
  | 'texts'
  | 'texts-by-name'
  | 'types'
  | 'values'
  | 'anything';

/** All allowed keywords: those of JSON Schema 2020-12, the annotations of OpenAPI, and `profiles`. */
export const KEYWORDS: { readonly [keyword: string]: KeywordKind } = {
  ...keywords('schema', ['not', 'if', 'then', 'else', 'items', 'contains', 'propertyNames', 'additionalProperties']),
  ...keywords('schema', ['unevaluatedItems', 'unevaluatedProperties', 'contentSchema']),
  ...keywords('schemas', ['allOf', 'anyOf', 'oneOf', 'prefixItems']),
  ...keywords('schemas-by-name', ['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions']),
  ...keywords('number', ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']),
  ...keywords('count', ['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties']),
  ...keywords('count', ['minContains', 'maxContains']),
  ...keywords('flag', ['uniqueItems', 'deprecated', 'readOnly', 'writeOnly', 'nullable', '$recursiveAnchor']),
  ...keywords('text', ['$ref', '$dynamicRef', '$id', '$schema', '$anchor', '$dynamicAnchor', '$comment', 'pattern']),
  ...keywords('text', ['format', 'title', 'description', 'contentEncoding', 'contentMediaType']),
  ...keywords('texts', ['required', 'profiles']),
  ...keywords('texts-by-name', ['dependentRequired']),
  ...keywords('types', ['type']),
  ...keywords('values', ['enum', 'examples']),
  ...keywords('anything', ['const', 'default', 'example', '$vocabulary', 'discriminator', 'xml', 'externalDocs']),
};

interface Subschema {
  readonly keyword: string;
  /** Path from the outer schema, such as `['properties', 'name']` or `['allOf', 0]`. */
  readonly path: readonly (string | number)[];
  readonly schema: JsonSchema;
}

export function subschemas(schema: JsonSchema): readonly Subschema[] {
  const found: Subschema[] = [];
  if (!isJsonObject(schema)) return found;
  for (const [keyword, value] of Object.entries(schema)) {
    const kind = kindOf(keyword);
    if (kind === 'schema' && isSchema(value)) found.push({ keyword, path: [keyword], schema: value });
    else if (kind === 'schemas')
      for (const [index, each] of schemaList(value).entries())
        found.push({ keyword, path: [keyword, index], schema: each });
    else if (kind === 'schemas-by-name')
      for (const [name, each] of schemaEntries(value)) found.push({ keyword, path: [keyword, name], schema: each });
  }
  return found;
}

/** Returns the schema itself, and all schemas inside it at any depth. */
export function schemasWithin(schema: JsonSchema): readonly JsonSchema[] {
  const found = [schema];
  for (const each of found) for (const { schema: inner } of subschemas(each)) found.push(inner);
  return found;
}

export function mapSubschemas(schema: JsonObject, map: (inner: JsonSchema, spot: Subschema) => Json): JsonObject {
  const entries = Object.entries(schema).map(([keyword, value]): [string, Json] => {
    const kind = kindOf(keyword);
    const mapAt = (inner: Json, path: Subschema['path']): Json =>
      isSchema(inner) ? map(inner, { keyword, path, schema: inner }) : inner;
    if (kind === 'schema') return [keyword, mapAt(value, [keyword])];
    if (kind === 'schemas' && Array.isArray(value))
      return [keyword, value.map((inner: Json, index) => mapAt(inner, [keyword, index]))];
    if (kind !== 'schemas-by-name' || !isJsonObject(value)) return [keyword, value];
    const members = Object.entries(value).map(([name, inner]) => [name, mapAt(inner, [keyword, name])] as const);
    return [keyword, Object.fromEntries(members)];
  });
  return Object.fromEntries(entries);
}

export function kindOf(keyword: string): KeywordKind | undefined {
  return Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined;
}

export function isSchema(value: unknown): value is JsonSchema {
  return isJsonObject(value) || typeof value === 'boolean';
}

export function asSchema(value: Json | undefined): JsonSchema {
  return isSchema(value) ? value : true;
}

export function schemaList(value: Json | undefined): readonly JsonSchema[] {
  return Array.isArray(value) ? value.map(asSchema) : [];
}

export function schemaEntries(value: Json | undefined): readonly (readonly [name: string, schema: JsonSchema])[] {
  return isJsonObject(value) ? Object.entries(value).map(([name, schema]) => [name, asSchema(schema)] as const) : [];
}

function keywords(kind: KeywordKind, names: readonly string[]): { readonly [keyword: string]: KeywordKind } {
  return Object.fromEntries(names.map((name) => [name, kind]));
}
