import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../model/json.ts';
import { mapSubschemas, schemaEntries } from './keywords.ts';
import { schemaParts } from './parts.ts';
import type { SchemaRegistry } from './resolve-ref.ts';

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
  const schemas = new Map(
    [...registry].map(([id, schema]) => [id, isJsonObject(schema) ? absoluteRefs(schema, id) : schema]),
  );
  return new Map([...schemas].map(([id, schema]) => [id, specializeSchema(schema, { profile, schemas })]));
}

/** `#/$defs/x` in a file means that file's; once read from elsewhere it would mean another's. */
export function absoluteRefs(schema: JsonObject, id: string): JsonObject {
  const mapped = mapSubschemas(schema, (inner) => (isJsonObject(inner) ? absoluteRefs(inner, id) : inner));
  const { $ref } = mapped;
  return typeof $ref === 'string' && $ref.startsWith('#') ? { ...mapped, $ref: id + $ref } : mapped;
}

/** `above` holds the names that a schema around this one takes out of the same object. */
function specialize(schema: JsonSchema, options: SpecializeOptions, above: ReadonlySet<string>): JsonSchema {
  if (!isJsonObject(schema)) return schema;
  const gone = new Set([...above, ...goneNames(schema, options)]);
  const { required, properties } = schema;
  const kept = {
    ...schema,
    ...(Array.isArray(required) && { required: required.filter((name) => !gone.has(String(name))) }),
    ...(isJsonObject(properties) && {
      properties: Object.fromEntries(Object.entries(properties).filter(([, value]) => isFor(value, options))),
    }),
  };
  return mapSubschemas(kept, (inner, { keyword }) =>
    withoutProfiles(specialize(inner, options, SAME_OBJECT.has(keyword) ? gone : NONE)),
  );
}

const NONE: ReadonlySet<string> = new Set();
/** These describe the object that the schema around them describes. */
const SAME_OBJECT = new Set(['allOf', 'anyOf', 'oneOf', 'then', 'else']);

/** The properties of one object that the profile does not have, through `allOf` and `$ref`. */
function goneNames(schema: JsonSchema, options: SpecializeOptions): readonly string[] {
  return schemaParts(schema, options.schemas).plain.flatMap(({ properties }) =>
    schemaEntries(properties).flatMap(([name, property]) => (isFor(property, options) ? [] : [name])),
  );
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
