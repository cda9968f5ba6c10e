import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../model/json.ts';
import { mapSubschemas, subschemas } from '../schema/keywords.ts';
import { resolveRef, type SchemaRegistry } from '../schema/resolve-ref.ts';
import type { ApiOperation } from './api-document.ts';

type Keyword = 'readOnly' | 'writeOnly';

interface Split {
  readonly operations: readonly ApiOperation[];
  readonly schemas: ReadonlyMap<string, JsonSchema>;
}

/**
 * Requests without members that are `readOnly`, responses without those that are `writeOnly`, at any depth. A shared schema
 * that differs between the two becomes two: `user.yaml` for responses and `user-request.yaml` for requests.
 */
export function splitDirections(operations: readonly ApiOperation[], schemas: SchemaRegistry): Split {
  const request = directionOf('readOnly', schemas);
  const response = directionOf('writeOnly', schemas);
  const split = operations.map((operation): ApiOperation => {
    const { body, parameters, responses } = operation;
    return {
      ...operation,
      parameters: parameters.map((each) => ({ ...each, schema: request.write(each.schema) })),
      body: body === null ? null : { ...body, schema: request.write(body.schema) },
      responses: responses.map((each) =>
        each.schema === undefined ? each : { ...each, schema: response.write(each.schema) },
      ),
    };
  });
  return { operations: split, schemas: new Map([...response.used(), ...request.used()]) };
}

interface Direction {
  readonly write: (schema: JsonSchema) => JsonSchema;
  /** The shared schemas that were referred to, and those that they refer to. */
  readonly used: () => ReadonlyMap<string, JsonSchema>;
}

function directionOf(without: Keyword, schemas: SchemaRegistry): Direction {
  const changed = findChanged(without, schemas);
  const used = new Map<string, JsonSchema>();
  const waiting: string[] = [];
  const rename = (ref: string): string => {
    if (!schemas.has(ref)) return ref;
    const id = without === 'readOnly' && changed.has(ref) ? ref.replace(/\.yaml$/, '-request.yaml') : ref;
    if (!used.has(id)) {
      used.set(id, true);
      waiting.push(ref);
    }
    return id;
  };
  const write = (schema: JsonSchema) => stripMembers(schema, { without, schemas, rename, dropped: new Set() });
  return {
    write,
    used: () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
        used.set(rename(next), write(schemas.get(next) ?? true));
      return used;
    },
  };
}

/** Shared schemas with such a member, or that refer to one with such a member. */
function findChanged(without: Keyword, schemas: SchemaRegistry): ReadonlySet<string> {
  const users = new Map<string, string[]>();
  const waiting: string[] = [];
  for (const [id, schema] of schemas)
    walk(schema, (part) => {
      if (typeof part.$ref === 'string') users.set(part.$ref, [...(users.get(part.$ref) ?? []), id]);
      if (droppedOf(part, { without, schemas }).size > 0) waiting.push(id);
    });
  const changed = new Set<string>();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (changed.has(next)) continue;
    changed.add(next);
    waiting.push(...(users.get(next) ?? []));
  }
  return changed;
}

function walk(schema: JsonSchema, visit: (part: JsonObject) => void): void {
  if (!isJsonObject(schema)) return;
  visit(schema);
  for (const { schema: inner } of subschemas(schema)) walk(inner, visit);
}

interface Stripping {
  readonly without: Keyword;
  readonly schemas: SchemaRegistry;
  readonly rename: (ref: string) => string;
  /** Members that an outer part of the same object leaves out. */
  readonly dropped: ReadonlySet<string>;
}

const SAME_OBJECT = new Set(['allOf', 'anyOf', 'oneOf', 'if', 'then', 'else', 'not']);

function stripMembers(schema: JsonSchema, context: Stripping): JsonSchema {
  if (!isJsonObject(schema)) return schema;
  const dropped = new Set([...context.dropped, ...droppedOf(schema, context)]);
  const kept = dropped.size === 0 ? schema : withoutMembers(schema, dropped);
  const mapped = mapSubschemas(kept, (inner, { keyword }) =>
    stripMembers(inner, { ...context, dropped: SAME_OBJECT.has(keyword) ? dropped : new Set() }),
  );
  return typeof mapped.$ref === 'string' ? { ...mapped, $ref: context.rename(mapped.$ref) } : mapped;
}

function withoutMembers(schema: JsonObject, dropped: ReadonlySet<string>): JsonObject {
  const { properties, required, ...rest } = schema;
  const members = Object.entries(isJsonObject(properties) ? properties : {}).filter(([name]) => !dropped.has(name));
  const needed = Array.isArray(required) ? required.filter((name: Json) => !dropped.has(String(name))) : [];
  return {
    ...rest,
    ...(isJsonObject(properties) && { properties: Object.fromEntries(members) }),
    ...(needed.length > 0 && { required: needed }),
  };
}

interface Looking {
  readonly without: Keyword;
  readonly schemas: SchemaRegistry;
}

/** Names of members that one direction does not have, those of what the object is composed of included. */
function droppedOf(schema: JsonObject, looking: Looking, depth = 0): ReadonlySet<string> {
  const { properties, allOf, $ref } = schema;
  const found = new Set<string>();
  for (const [name, member] of Object.entries(isJsonObject(properties) ? properties : {}))
    if (hasMark(member, looking)) found.add(name);
  if (depth > 8) return found;
  const parts: readonly (Json | undefined)[] = Array.isArray(allOf) ? allOf : [];
  const target = depth > 0 && typeof $ref === 'string' ? resolveRef($ref, looking.schemas) : undefined;
  for (const part of [...parts, target])
    if (isJsonObject(part)) for (const name of droppedOf(part, looking, depth + 1)) found.add(name);
  return found;
}

function hasMark(member: Json, { without, schemas }: Looking): boolean {
  if (!isJsonObject(member)) return false;
  if (member[without] === true) return true;
  const target = typeof member.$ref === 'string' ? resolveRef(member.$ref, schemas) : undefined;
  return isJsonObject(target) && target[without] === true;
}
