import { isJsonObject, type JsonObject, type JsonSchema } from '../model/json.ts';
import { subschemas } from '../schema/keywords.ts';
import { leaveOutMembers, leftOutNames } from '../schema/leave-out-members.ts';
import { schemaParts } from '../schema/parts.ts';
import type { SchemaRegistry } from '../schema/resolve-ref.ts';
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
      body:
        body === null
          ? null
          : {
              ...body,
              schema: request.write(body.schema),
              ...(body.contents && {
                contents: body.contents.map((each) => ({ ...each, schema: request.write(each.schema) })),
              }),
            },
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
  const finish = (part: JsonObject): JsonObject => {
    const schema = withoutEmptyRequired(part);
    return typeof schema.$ref === 'string' ? { ...schema, $ref: rename(schema.$ref) } : schema;
  };
  const isLeftOut = isMarked(without, schemas);
  const write = (schema: JsonSchema) => leaveOutMembers(schema, { schemas, isLeftOut, finish });
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
  const isLeftOut = isMarked(without, schemas);
  const users = new Map<string, string[]>();
  const waiting: string[] = [];
  for (const [id, schema] of schemas)
    walk(schema, (part) => {
      if (typeof part.$ref === 'string') users.set(part.$ref, [...(users.get(part.$ref) ?? []), id]);
      if (leftOutNames(part, { schemas, isLeftOut }).size > 0) waiting.push(id);
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

function isMarked(without: Keyword, schemas: SchemaRegistry): (member: JsonSchema) => boolean {
  return (member) => schemaParts(member, schemas).plain.some((part) => part[without] === true);
}

/** An empty `required` says nothing. */
function withoutEmptyRequired(schema: JsonObject): JsonObject {
  const { required, ...rest } = schema;
  return Array.isArray(required) && required.length === 0 ? rest : schema;
}
