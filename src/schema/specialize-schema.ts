import { isJsonObject, type JsonObject, type JsonSchema } from '../model/json.ts';
import { mapSubschemas } from './keywords.ts';
import { leaveOutMembers } from './leave-out-members.ts';
import type { SchemaRegistry } from './resolve-ref.ts';

interface SpecializeOptions {
  readonly profile: string;
  readonly schemas: SchemaRegistry;
}

export function specializeSchema(schema: JsonSchema, { profile, schemas }: SpecializeOptions): JsonSchema {
  const isLeftOut = (member: JsonSchema): boolean => {
    const profiles = isJsonObject(member) ? member.profiles : undefined;
    return Array.isArray(profiles) && !profiles.includes(profile);
  };
  return leaveOutMembers(schema, { schemas, isLeftOut, finish: withoutProfiles });
}

/** Removes every member that does not belong to the profile, and makes every `$ref` absolute. */
export function specializeRegistry(registry: SchemaRegistry, profile: string): SchemaRegistry {
  const schemas = new Map(
    [...registry].map(([id, schema]) => [id, isJsonObject(schema) ? absoluteRefs(schema, id) : schema]),
  );
  return new Map([...schemas].map(([id, schema]) => [id, specializeSchema(schema, { profile, schemas })]));
}

/** Makes local references such as `#/$defs/x` absolute. In a different file, a local reference has a different meaning. */
export function absoluteRefs(schema: JsonObject, id: string): JsonObject {
  const mapped = mapSubschemas(schema, (inner) => (isJsonObject(inner) ? absoluteRefs(inner, id) : inner));
  const { $ref } = mapped;
  return typeof $ref === 'string' && $ref.startsWith('#') ? { ...mapped, $ref: id + $ref } : mapped;
}

function withoutProfiles(schema: JsonObject): JsonObject {
  if (!Object.hasOwn(schema, 'profiles')) return schema;
  const { profiles: _, ...rest } = schema;
  return rest;
}
