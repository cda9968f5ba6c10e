import { addTo } from '../lib/group-by.ts';
import { isJsonObject, type JsonObject, type JsonSchema } from '../model/json.ts';
import { schemasWithin } from '../schema/keywords.ts';
import { leaveOutMembers, leftOutNames } from '../schema/leave-out-members.ts';
import { schemaParts } from '../schema/parts.ts';
import type { SchemaRegistry } from '../schema/resolve-ref.ts';
import type { ApiOperation } from './api-document.ts';

type Keyword = 'readOnly' | 'writeOnly';

interface Calls {
  readonly operations: readonly ApiOperation[];
  readonly outgoing: readonly ApiOperation[];
}

interface Split extends Calls {
  readonly schemas: ReadonlyMap<string, JsonSchema>;
}

/** A shared schema with `readOnly` or `writeOnly` members can become `user.yaml` and `user-request.yaml`. */
export function splitDirections({ operations, outgoing }: Calls, schemas: SchemaRegistry): Split {
  const toServer = directionOf('readOnly', schemas);
  const fromServer = directionOf('writeOnly', schemas);
  const incoming = { asked: toServer.write, given: fromServer.write };
  return {
    operations: operations.map((each) => splitOperation(each, incoming)),
    outgoing: outgoing.map((each) => splitOperation(each, swap(incoming))),
    schemas: new Map([...fromServer.used(), ...toServer.used()]),
  };
}

interface Writers {
  readonly asked: Direction['write'];
  readonly given: Direction['write'];
}

function swap({ asked, given }: Writers): Writers {
  return { asked: given, given: asked };
}

function splitOperation(operation: ApiOperation, writers: Writers): ApiOperation {
  const { body, parameters, responses, outgoing } = operation;
  const ask = <T extends { readonly schema: JsonSchema }>(each: T): T => ({
    ...each,
    schema: writers.asked(each.schema),
  });
  return {
    ...operation,
    parameters: parameters.map(ask),
    body: body && { ...ask(body), ...(body.contents && { contents: body.contents.map(ask) }) },
    responses: responses.map((each) =>
      each.schema === undefined ? each : { ...each, schema: writers.given(each.schema) },
    ),
    outgoing: outgoing.map((each) => splitOperation(each, swap(writers))),
  };
}

interface Direction {
  readonly write: (schema: JsonSchema) => JsonSchema;
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

/** Shared schemas that contain a `readOnly` or `writeOnly` member, directly or through a reference. */
function findChanged(without: Keyword, schemas: SchemaRegistry): ReadonlySet<string> {
  const isLeftOut = isMarked(without, schemas);
  const users = new Map<string, string[]>();
  const waiting: string[] = [];
  for (const [id, schema] of schemas)
    for (const part of schemasWithin(schema).filter(isJsonObject)) {
      if (typeof part.$ref === 'string') addTo(users, part.$ref, id);
      if (leftOutNames(part, { schemas, isLeftOut }).size > 0) waiting.push(id);
    }
  const changed = new Set<string>();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (changed.has(next)) continue;
    changed.add(next);
    waiting.push(...(users.get(next) ?? []));
  }
  return changed;
}

function isMarked(without: Keyword, schemas: SchemaRegistry): (member: JsonSchema) => boolean {
  return (member) => schemaParts(member, schemas).plain.some((part) => part[without] === true);
}

function withoutEmptyRequired(schema: JsonObject): JsonObject {
  const { required, ...rest } = schema;
  return Array.isArray(required) && required.length === 0 ? rest : schema;
}
