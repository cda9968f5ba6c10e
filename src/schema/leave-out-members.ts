import { isJsonObject, type JsonObject, type JsonSchema } from '../model/json.ts';
import { mapSubschemas, schemaEntries } from './keywords.ts';
import { schemaParts } from './parts.ts';
import type { SchemaRegistry } from './resolve-ref.ts';

interface LeavingOut {
  readonly schemas: SchemaRegistry;
  readonly isLeftOut: (member: JsonSchema) => boolean;
  readonly finish: (schema: JsonObject) => JsonObject;
}

/** Removes members from `properties` and `required` at any depth. */
export function leaveOutMembers(schema: JsonSchema, options: LeavingOut): JsonSchema {
  return leaveOut(schema, options, new Set());
}

/** Returns the names of members to remove, including those from `$ref` and `allOf`. */
export function leftOutNames(schema: JsonSchema, { schemas, isLeftOut }: Omit<LeavingOut, 'finish'>): Set<string> {
  const members = schemaParts(schema, schemas).plain.flatMap(({ properties }) => schemaEntries(properties));
  return new Set(members.filter(([, member]) => isLeftOut(member)).map(([name]) => name));
}

/** The set `above` contains the members that were already removed by an outer schema of the object. */
function leaveOut(schema: JsonSchema, options: LeavingOut, above: ReadonlySet<string>): JsonSchema {
  if (!isJsonObject(schema)) return schema;
  const gone = new Set([...above, ...leftOutNames(schema, options)]);
  const kept = gone.size === 0 ? schema : withoutMembers(schema, gone);
  return options.finish(
    mapSubschemas(kept, (inner, { keyword }) => leaveOut(inner, options, SAME_OBJECT.has(keyword) ? gone : new Set())),
  );
}

const SAME_OBJECT = new Set(['allOf', 'anyOf', 'oneOf', 'if', 'then', 'else', 'not', 'dependentSchemas']);

function withoutMembers(schema: JsonObject, gone: ReadonlySet<string>): JsonObject {
  const { required, properties } = schema;
  const members = schemaEntries(properties).filter(([name]) => !gone.has(name));
  return {
    ...schema,
    ...(Array.isArray(required) && { required: required.filter((name) => !gone.has(String(name))) }),
    ...(isJsonObject(properties) && { properties: Object.fromEntries(members) }),
  };
}
