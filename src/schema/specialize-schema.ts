import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../model/json.ts';
import { resolveRef, type SchemaRegistry } from './resolve-ref.ts';

export interface SpecializeOptions {
  readonly profile: string;
  /** What `$ref`s name: a property that is taken out there is taken out of `required` here too. */
  readonly schemas: SchemaRegistry;
}

/** A schema as one profile sees it: properties limited to other profiles are gone, from `required` too. */
export function specializeSchema(schema: JsonSchema, options: SpecializeOptions): JsonSchema {
  return specialize(schema, options, new Set());
}

/** Every schema of a registry as one profile sees it, with no relative `$ref` left. */
export function specializeRegistry(registry: SchemaRegistry, profile: string): SchemaRegistry {
  const schemas = new Map([...registry].map(([id, schema]) => [id, asSchema(withAbsoluteRefs(schema, id))]));
  return new Map([...schemas].map(([id, schema]) => [id, specializeSchema(schema, { profile, schemas })]));
}

/** `#/$defs/x` in a file means that file's; once read from elsewhere it would mean another's. */
function withAbsoluteRefs(value: Json, id: string): Json {
  if (Array.isArray(value)) return value.map((item: Json) => withAbsoluteRefs(item, id));
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, member]): [string, Json] => [
    key,
    key === '$ref' && typeof member === 'string' && member.startsWith('#') ? id + member : withAbsoluteRefs(member, id),
  ]);
  return Object.fromEntries(entries);
}

const SCHEMA_MAPS = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);
const SCHEMA_LISTS = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const SCHEMAS = new Set(
  ['items', 'additionalProperties', 'not', 'if', 'then', 'else', 'contains', 'propertyNames'].concat([
    'unevaluatedProperties',
    'unevaluatedItems',
    'contentSchema',
  ]),
);

/** `above` holds the names that a schema around this one takes out of the same object. */
function specialize(schema: JsonSchema, options: SpecializeOptions, above: ReadonlySet<string>): JsonSchema {
  if (!isJsonObject(schema)) return schema;
  const gone = new Set([...above, ...goneNames(schema, options, new Set())]);
  const entries = Object.entries(schema).map(([key, value]): [string, Json] => {
    if (SCHEMA_MAPS.has(key) && isJsonObject(value)) return [key, specializeMap(key, value, options)];
    if (SCHEMA_LISTS.has(key) && Array.isArray(value)) return [key, specializeList(key, value, { options, gone })];
    if (SCHEMAS.has(key))
      return [key, specialize(asSchema(value), options, key === 'then' || key === 'else' ? gone : NONE)];
    if (key === 'required' && Array.isArray(value)) return [key, value.filter((name) => !gone.has(String(name)))];
    return [key, value];
  });
  return Object.fromEntries(entries);
}

const NONE: ReadonlySet<string> = new Set();

function specializeMap(key: string, map: JsonObject, options: SpecializeOptions): JsonObject {
  const kept =
    key === 'properties' ? Object.entries(map).filter(([, value]) => isFor(value, options)) : Object.entries(map);
  return Object.fromEntries(
    kept.map(([name, value]) => [name, withoutProfiles(specialize(asSchema(value), options, NONE))]),
  );
}

interface ListContext {
  readonly options: SpecializeOptions;
  readonly gone: ReadonlySet<string>;
}

function specializeList(key: string, list: readonly Json[], { options, gone }: ListContext): readonly Json[] {
  return list.map((item) => specialize(asSchema(item), options, key === 'prefixItems' ? NONE : gone));
}

/** The properties of one object that the profile does not have, through `allOf` and `$ref`. */
function goneNames(schema: JsonSchema, options: SpecializeOptions, seen: Set<JsonSchema>): readonly string[] {
  if (!isJsonObject(schema) || seen.has(schema)) return [];
  seen.add(schema);
  const { properties, allOf, $ref } = schema;
  const own = isJsonObject(properties) ? Object.entries(properties).filter(([, value]) => !isFor(value, options)) : [];
  const target = typeof $ref === 'string' ? resolveRef($ref, options.schemas) : undefined;
  const parts = [...(Array.isArray(allOf) ? allOf.map(asSchema) : []), ...(target === undefined ? [] : [target])];
  return [...own.map(([name]) => name), ...parts.flatMap((part) => goneNames(part, options, seen))];
}

function isFor(property: Json, { profile }: SpecializeOptions): boolean {
  const profiles = isJsonObject(property) ? property.profiles : undefined;
  return !Array.isArray(profiles) || profiles.includes(profile);
}

function withoutProfiles(schema: JsonSchema): JsonSchema {
  if (!isJsonObject(schema) || !Object.hasOwn(schema, 'profiles')) return schema;
  const { profiles: _, ...rest } = schema;
  return rest;
}

function asSchema(value: Json | undefined): JsonSchema {
  return isJsonObject(value) || typeof value === 'boolean' ? value : true;
}
