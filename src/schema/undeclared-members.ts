import { formatPointer } from '../lib/json-pointer.ts';
import { isJsonObject, type JsonObject, type JsonPointer, type JsonSchema } from '../model/json.ts';
import { itemSchemas, memberSchemas } from './members.ts';
import { describingParts } from './parts.ts';
import type { SchemaRegistry } from './resolve-ref.ts';

interface WalkTools {
  readonly schemas: SchemaRegistry;
  readonly accepts: (schema: JsonSchema, value: unknown) => boolean;
}

/** If no branch of an `anyOf` or `oneOf` matches, the members of all branches count as declared. */
export function createUndeclaredWalk(tools: WalkTools): (schema: JsonSchema, value: unknown) => readonly JsonPointer[] {
  return (schema, value) => {
    if (typeof value !== 'object' || value === null) return [];
    const found: JsonPointer[] = [];
    walk([schema], value, { tools, found, tokens: [] });
    return found;
  };
}

interface Walk {
  readonly tools: WalkTools;
  readonly found: JsonPointer[];
  /** Path to the current value. The function `walk` changes this list in place. */
  readonly tokens: (string | number)[];
}

function walk(schemas: readonly JsonSchema[], value: object, at: Walk): void {
  if (schemas.length === 0) return;
  const { always, sometimes } = describingParts(schemas, at.tools.schemas, (branches) =>
    chosen(branches, value, at.tools),
  );
  const parts = [...always, ...sometimes];
  if (Array.isArray(value)) walkItems(parts, value, at);
  else walkMembers(parts, value as Members, at); // safe cast: lists were handled above, so `value` is an object
}

function walkItems(parts: readonly JsonObject[], list: readonly unknown[], at: Walk): void {
  for (const [index, item] of list.entries()) {
    if (typeof item !== 'object' || item === null) continue;
    at.tokens.push(index);
    walk(itemSchemas(parts, index), item, at);
    at.tokens.pop();
  }
}

type Members = Readonly<Record<string, unknown>>;

function walkMembers(parts: readonly JsonObject[], value: Members, at: Walk): void {
  const isClosed = parts.some((part) => isJsonObject(part.properties) || part.additionalProperties === false);
  // parsed JSON has no inherited members
  for (const key in value) {
    const member = value[key];
    const schemas = memberSchemas(parts, key).filter((schema) => schema !== false);
    if (schemas.length > 0 && (typeof member !== 'object' || member === null)) continue;
    at.tokens.push(key);
    if (schemas.length > 0 && typeof member === 'object' && member !== null) walk(schemas, member, at);
    else if (schemas.length === 0 && isClosed) at.found.push(formatPointer(at.tokens));
    at.tokens.pop();
  }
}

function chosen(branches: readonly JsonSchema[], value: object, { accepts }: WalkTools): readonly JsonSchema[] {
  const possible = branches.filter((branch) => !isScalarSchema(branch));
  if (possible.length < 2) return possible;
  const fitting = possible.filter((branch) => accepts(branch, value));
  return fitting.length > 0 ? fitting : possible;
}

const CONTAINERS: ReadonlySet<unknown> = new Set(['object', 'array']);

function isScalarSchema(schema: JsonSchema): boolean {
  return isJsonObject(schema) && typeof schema.type === 'string' && !CONTAINERS.has(schema.type);
}
