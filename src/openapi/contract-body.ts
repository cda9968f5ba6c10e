import { parsePointer } from '../lib/json-pointer.ts';
import type { Field } from '../model/contract.ts';
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../model/json.ts';
import { bodyPointer } from '../schema/field-tree.ts';

/** The schema of a body that has these fields, parents first; each stands where its place says. */
export function contractBody(fields: readonly Field[], schemaOf: (field: Field) => JsonSchema): JsonSchema {
  const whole = fields.find((field) => field.whole);
  if (whole !== undefined) return schemaOf(whole);
  const root: Draft = { type: 'object' };
  for (const field of fields) {
    const tokens = parsePointer(bodyPointer(field));
    const name = tokens.at(-1) ?? '';
    const parent = objectAt(root, tokens.slice(0, -1));
    const members = membersOf(parent);
    members[name] = keepMembers(members[name], ownSchema(field, schemaOf));
    if (field.required) parent.required = [...new Set([...((parent.required as string[] | undefined) ?? []), name])]; // written here only
  }
  return root as JsonObject; // drafts hold JSON only
}

type Draft = Record<string, unknown>;

/** Its declared fields are set one by one. */
function ownSchema(field: Field, schemaOf: (field: Field) => JsonSchema): JsonSchema {
  const schema = schemaOf(field);
  if (field.fields.length === 0 || !isJsonObject(schema)) return schema;
  const { properties: _, required: __, ...rest } = schema;
  return rest;
}

/** A field whose place is inside another may come first. */
function keepMembers(before: unknown, schema: JsonSchema): unknown {
  if (!isJsonObject(before) || !isJsonObject(schema)) return isJsonObject(schema) ? { ...schema } : schema;
  const members = [before.properties, schema.properties].filter(isJsonObject);
  return {
    ...before,
    ...schema,
    ...(members.length > 0 && { properties: Object.assign({}, ...members) as JsonObject }),
  }; // of JSON
}

function objectAt(root: Draft, tokens: readonly string[]): Draft {
  let current = root;
  for (const token of tokens) {
    const members = membersOf(current);
    const next = isJsonObject(members[token] as Json) ? (members[token] as Draft) : { type: 'object' }; // members are JSON
    members[token] = next;
    current = next;
  }
  return current;
}

function membersOf(parent: Draft): Draft {
  // Its schema may be shared: what is below is a copy of its own.
  const members = { ...(parent.properties as Draft | undefined) }; // written here, or of a schema
  parent.properties = members;
  return members;
}
