import { compilePattern, type Pattern } from '../lib/pattern.ts';
import { remember } from '../lib/remember.ts';
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../model/json.ts';
import { resolveRef, type SchemaRegistry } from './resolve-ref.ts';

/** What a schema says of members and items, all that always applies with it (`$ref`, `allOf`, …) taken together. */
export interface Shape {
  /** The schemas of a member that is named, by its name or a pattern. */
  readonly named: (key: string) => readonly JsonSchema[];
  /** The schemas of members that are not named; none when nothing is said of them or they are forbidden. */
  readonly others: readonly JsonSchema[];
  /** A member that is neither is undeclared. */
  readonly closed: boolean;
  readonly items: (index: number) => readonly JsonSchema[];
  /** The branches of each `anyOf` and `oneOf`. */
  readonly choices: readonly (readonly JsonSchema[])[];
}

/** Works out shapes, each schema's once. */
export function createShapes(schemas: SchemaRegistry): (schema: JsonSchema) => Shape {
  return remember((schema) => newShape(collectParts(schema, schemas)), new Map());
}

const NONE: readonly JsonSchema[] = [];

function newShape({ plain, choices }: Parts): Shape {
  const byName = new Map<string, JsonSchema[]>();
  const patterns: { readonly pattern: Pattern | undefined; readonly schema: JsonSchema }[] = [];
  for (const part of plain) {
    for (const [key, schema] of members(part.properties)) byName.set(key, [...(byName.get(key) ?? []), schema]);
    for (const [source, schema] of members(part.patternProperties)) {
      patterns.push({ pattern: compilePattern(source), schema });
    }
  }
  const named = (key: string): readonly JsonSchema[] => byName.get(key) ?? NONE;
  const matching = (key: string) =>
    patterns.filter(({ pattern }) => pattern?.test(key) === true).map(({ schema }) => schema);
  return {
    named: patterns.length === 0 ? named : (key) => [...named(key), ...matching(key)],
    others: plain.flatMap((part) => [part.additionalProperties, part.unevaluatedProperties]).filter(isOpen),
    closed: plain.some((part) => isJsonObject(part.properties) || part.additionalProperties === false),
    items: itemsOf(plain),
    choices,
  };
}

interface Parts {
  readonly plain: readonly JsonObject[];
  readonly choices: readonly (readonly JsonSchema[])[];
}

function collectParts(schema: JsonSchema, schemas: SchemaRegistry, seen = new Set<JsonSchema>()): Parts {
  if (!isJsonObject(schema) || seen.has(schema)) return { plain: [], choices: [] };
  seen.add(schema);
  const { $ref, allOf, anyOf, oneOf, dependentSchemas } = schema;
  const target = typeof $ref === 'string' ? resolveRef($ref, schemas) : undefined;
  const dependent = members(dependentSchemas).map(([, part]) => part);
  const always = [target, ...list(allOf), schema.if, schema.then, schema.else, ...dependent];
  const inner = always.filter(isSchema).map((part) => collectParts(part, schemas, seen));
  const own = [list(anyOf), list(oneOf)]
    .map((branches) => branches.filter(isSchema))
    .filter(({ length }) => length > 0);
  return {
    plain: [schema, ...inner.flatMap(({ plain }) => plain)],
    choices: [...own, ...inner.flatMap(({ choices }) => choices)],
  };
}

function itemsOf(plain: readonly JsonObject[]): Shape['items'] {
  const after = plain.map((part) => part.items).filter(isSchema);
  if (!plain.some((part) => list(part.prefixItems).length > 0)) return () => after;
  return (index) =>
    plain
      .map((part) => (index < list(part.prefixItems).length ? list(part.prefixItems)[index] : part.items))
      .filter(isSchema);
}

function members(map: Json | undefined): readonly (readonly [string, JsonSchema])[] {
  if (!isJsonObject(map)) return [];
  return Object.entries(map).map(([key, schema]) => [key, isSchema(schema) ? schema : true]);
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function isSchema(value: Json | undefined): value is JsonSchema {
  return isJsonObject(value) || typeof value === 'boolean';
}

function isOpen(value: Json | undefined): value is JsonSchema {
  return isSchema(value) && value !== false;
}
