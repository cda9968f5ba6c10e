import { formatPointer } from '../lib/json-pointer.ts';
import { compilePattern } from '../lib/pattern.ts';
import { isJsonObject, type JsonObject, type JsonPointer, type JsonSchema } from '../model/json.ts';
import { asSchema, isSchema, schemaEntries, schemaList } from './keywords.ts';
import { schemaParts } from './parts.ts';
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
  /** The place of the value; grown and cut back while walking. */
  readonly tokens: (string | number)[];
}

function walk(schemas: readonly JsonSchema[], value: object, at: Walk): void {
  if (schemas.length === 0) return;
  const parts = expand(schemas, value, at.tools);
  if (Array.isArray(value)) walkItems(parts, value, at);
  else walkMembers(parts, value as Members, at); // no list: an object
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
  // a value of JSON inherits nothing
  for (const key in value) {
    const member = value[key];
    const schemas = memberSchemas(parts, key);
    if (schemas.length > 0 && (typeof member !== 'object' || member === null)) continue;
    at.tokens.push(key);
    if (schemas.length > 0 && typeof member === 'object' && member !== null) walk(schemas, member, at);
    else if (schemas.length === 0 && isClosed) at.found.push(formatPointer(at.tokens));
    at.tokens.pop();
  }
}

function itemSchemas(parts: readonly JsonObject[], index: number): readonly JsonSchema[] {
  return parts.flatMap(({ prefixItems, items }) => {
    const first = schemaList(prefixItems);
    const schema = index < first.length ? first[index] : items;
    return isSchema(schema) ? [schema] : [];
  });
}

/** What is said of the member by its name, else of members that are not named. */
function memberSchemas(parts: readonly JsonObject[], key: string): readonly JsonSchema[] {
  const named = parts.flatMap(({ properties, patternProperties }) => {
    const own = isJsonObject(properties) && Object.hasOwn(properties, key) ? [asSchema(properties[key])] : [];
    if (patternProperties === undefined) return own;
    const matching = schemaEntries(patternProperties).filter(([source]) => compilePattern(source)?.test(key) === true);
    return [...own, ...matching.map(([, schema]) => schema)];
  });
  if (named.length > 0) return named;
  return parts
    .flatMap((part) => [part.additionalProperties, part.unevaluatedProperties])
    .filter((schema) => isSchema(schema) && schema !== false)
    .map(asSchema);
}

/** The parts of the schemas, and of the branches that the value fits. Each once: branches often lead to the same schema. */
function expand(schemas: readonly JsonSchema[], value: object, tools: WalkTools): readonly JsonObject[] {
  const found = new Set<JsonObject>();
  const seen = new Set<JsonSchema>();
  const waiting = [...schemas];
  for (let schema = waiting.pop(); schema !== undefined; schema = waiting.pop()) {
    if (seen.has(schema)) continue;
    seen.add(schema);
    const { plain, choices, conditions } = schemaParts(schema, tools.schemas);
    if (plain.every((part) => found.has(part))) continue;
    for (const part of plain) found.add(part);
    for (const branches of choices) waiting.push(...chosen(branches, value, tools));
    for (const { when, holds, fails } of conditions) waiting.push(when, holds, fails);
  }
  return [...found];
}

function chosen(branches: readonly JsonSchema[], value: object, { accepts }: WalkTools): readonly JsonSchema[] {
  // What is no object has no members: `null` beside an object is no choice.
  const possible = branches.filter((branch) => !isScalarSchema(branch));
  if (possible.length < 2) return possible;
  const fitting = possible.filter((branch) => accepts(branch, value));
  return fitting.length > 0 ? fitting : possible;
}

const CONTAINERS: ReadonlySet<unknown> = new Set(['object', 'array']);

function isScalarSchema(schema: JsonSchema): boolean {
  return isJsonObject(schema) && typeof schema.type === 'string' && !CONTAINERS.has(schema.type);
}
