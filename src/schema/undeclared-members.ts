import { formatPointer } from '../lib/json-pointer.ts';
import { isJsonObject, type JsonPointer, type JsonSchema } from '../model/json.ts';
import { createShapes, type Shape } from './object-shape.ts';
import type { SchemaRegistry } from './resolve-ref.ts';

export interface WalkTools {
  readonly schemas: SchemaRegistry;
  readonly accepts: (schema: JsonSchema, value: unknown) => boolean;
}

/**
 * Finds members that no schema names. Objects are closed unless a schema says `additionalProperties`; one without
 * `properties` is free. Of `anyOf` and `oneOf` the branches count that the value fits, or all when it fits none.
 */
export function createUndeclaredWalk(tools: WalkTools): (schema: JsonSchema, value: unknown) => readonly JsonPointer[] {
  const shapeOf = createShapes(tools.schemas);
  return (schema, value) => {
    if (typeof value !== 'object' || value === null) return [];
    const found: JsonPointer[] = [];
    walk([schema], value, { tools, shapeOf, found, tokens: [] });
    return found;
  };
}

interface Walk {
  readonly tools: WalkTools;
  readonly shapeOf: (schema: JsonSchema) => Shape;
  readonly found: JsonPointer[];
  /** The place of the value; grown and cut back while walking. */
  readonly tokens: (string | number)[];
}

function walk(schemas: readonly JsonSchema[], value: unknown, at: Walk): void {
  if (typeof value !== 'object' || value === null || schemas.length === 0) return;
  const shapes = shapesOf(schemas, value, at);
  if (Array.isArray(value)) walkItems(shapes, value, at);
  else walkMembers(shapes, value as Members, at); // no list: an object
}

function shapesOf(schemas: readonly JsonSchema[], value: unknown, at: Walk): readonly Shape[] {
  const [only, ...others] = schemas;
  if (only === undefined || others.length > 0) return schemas.flatMap((schema) => expand(schema, value, at));
  return expand(only, value, at);
}

function walkItems(shapes: readonly Shape[], list: readonly unknown[], at: Walk): void {
  for (let index = 0; index < list.length; index++) {
    const item = list[index];
    if (typeof item !== 'object' || item === null) continue;
    at.tokens.push(index);
    walk(itemSchemas(shapes, index), item, at);
    at.tokens.pop();
  }
}

type Members = Readonly<Record<string, unknown>>;

function walkMembers(shapes: readonly Shape[], value: Members, at: Walk): void {
  // a value of JSON inherits nothing
  for (const key in value) {
    const member = value[key];
    const schemas = memberSchemas(shapes, key);
    if (schemas.length > 0 && (typeof member !== 'object' || member === null)) continue;
    at.tokens.push(key);
    if (schemas.length > 0) walk(schemas, member, at);
    else if (shapes.some(({ closed }) => closed)) at.found.push(formatPointer(at.tokens));
    at.tokens.pop();
  }
}

/** Most often there is one shape, and what it says is handed on as it is. */
function itemSchemas(shapes: readonly Shape[], index: number): readonly JsonSchema[] {
  const [only] = shapes;
  if (only !== undefined && shapes.length === 1) return only.items(index);
  return shapes.flatMap((shape) => shape.items(index));
}

/** What is said of the member by its name, else of members that are not named. */
function memberSchemas(shapes: readonly Shape[], key: string): readonly JsonSchema[] {
  const [only] = shapes;
  if (only !== undefined && shapes.length === 1) {
    const named = only.named(key);
    return named.length > 0 ? named : only.others;
  }
  const named = shapes.flatMap((shape) => shape.named(key));
  return named.length > 0 ? named : shapes.flatMap((shape) => shape.others);
}

/** The schema's own shape and those of the branches that the value fits. */
function expand(schema: JsonSchema, value: unknown, at: Walk): readonly Shape[] {
  const shape = at.shapeOf(schema);
  if (shape.choices.length === 0) return [shape];
  const chosen = shape.choices.flatMap((branches) => {
    // What is no object has no members: `null` beside an object is no choice.
    const possible = branches.filter((branch) => !isScalarSchema(branch));
    if (possible.length < 2) return possible;
    const fitting = possible.filter((branch) => at.tools.accepts(branch, value));
    return fitting.length > 0 ? fitting : possible;
  });
  return [shape, ...chosen.flatMap((branch) => expand(branch, value, at))];
}

const CONTAINERS: ReadonlySet<unknown> = new Set(['object', 'array']);

function isScalarSchema(schema: JsonSchema): boolean {
  return isJsonObject(schema) && typeof schema.type === 'string' && !CONTAINERS.has(schema.type);
}
