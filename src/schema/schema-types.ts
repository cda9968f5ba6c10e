import { remember } from '../lib/remember.ts';
import { isJsonObject, type JsonObject, type JsonSchema } from '../model/json.ts';
import { asSchema } from './keywords.ts';
import { schemaParts } from './parts.ts';
import type { SchemaRegistry } from './resolve-ref.ts';
import { readShape, type Shape } from './shape.ts';

/** Returns one shape per branch of a choice, if the schema itself states no type. */
export function possibleShapes(schema: JsonSchema, schemas: SchemaRegistry): readonly Shape[] {
  if (!isJsonObject(schema)) return [readShape(true, schemas)];
  const known = remembered(schemas);
  const before = known.get(schema);
  if (before !== undefined) return before;
  known.set(schema, [readShape(true, schemas)]);
  const found = branchesOf(schema, schemas);
  known.set(schema, found);
  return found;
}

const remembered = remember((_: SchemaRegistry) => new WeakMap<JsonObject, readonly Shape[]>());

function branchesOf(schema: JsonObject, schemas: SchemaRegistry): readonly Shape[] {
  const shape = readShape(schema, schemas);
  const { choices } = schemaParts(schema, schemas);
  if (shape.types !== undefined || choices.length === 0) return [shape];
  const found = choices.map((branches) => [...new Set(branches.flatMap((branch) => possibleShapes(branch, schemas)))]);
  return found.find((shapes) => shapes.every(({ types }) => types !== undefined)) ?? found[0] ?? [shape];
}

/** Returns the JSON types that a schema allows, or null for any type. */
export function schemaTypes(schema: JsonSchema, schemas: SchemaRegistry): ReadonlySet<string> | null {
  const types = new Set<string>();
  for (const shape of possibleShapes(schema, schemas)) {
    if (shape.types === undefined) return null;
    for (const type of shape.types) types.add(type);
    if (shape.nullable) types.add('null');
  }
  return types;
}

export function itemSchema(schema: JsonSchema, schemas: SchemaRegistry): JsonSchema {
  const branches = schemaParts(schema, schemas).choices.flat();
  const shapes = [schema, ...branches].flatMap((each) => possibleShapes(each, schemas));
  return asSchema(shapes.find(({ keywords }) => keywords.items !== undefined)?.keywords.items);
}
