import { formatPointer, parsePointer } from '../lib/json-pointer.ts';
import { compilePattern } from '../lib/pattern.ts';
import { isJsonObject, type JsonObject, type JsonPointer, type JsonSchema } from '../model/json.ts';
import { asSchema, isSchema, schemaEntries, schemaList } from './keywords.ts';
import { describingParts } from './parts.ts';
import type { SchemaRegistry } from './resolve-ref.ts';

/** What is said of a member by its name and by the patterns that it matches, else of members that are not named. */
export function memberSchemas(parts: Iterable<JsonObject>, key: string): readonly JsonSchema[] {
  const named: JsonSchema[] = [];
  const others: JsonSchema[] = [];
  for (const { properties, patternProperties, additionalProperties, unevaluatedProperties } of parts) {
    if (isJsonObject(properties) && Object.hasOwn(properties, key)) named.push(asSchema(properties[key]));
    if (patternProperties !== undefined)
      for (const [source, schema] of schemaEntries(patternProperties))
        if (compilePattern(source)?.test(key) === true) named.push(schema);
    others.push(...[additionalProperties, unevaluatedProperties].filter(isSchema));
  }
  return named.length > 0 ? named : others;
}

/** What is said of an item by its position, else of every item. */
export function itemSchemas(parts: Iterable<JsonObject>, index: number): readonly JsonSchema[] {
  return [...parts].flatMap(({ prefixItems, items }) => {
    const first = schemaList(prefixItems);
    const schema = index < first.length ? first[index] : items;
    return isSchema(schema) ? [schema] : [];
  });
}

/** One schema that says what all of them say. */
export function joinSchemas(schemas: readonly JsonSchema[]): JsonSchema {
  const [only = true, ...more] = schemas;
  return more.length === 0 ? only : { allOf: schemas };
}

/** What a schema says of the members of an object. */
export interface ObjectMembers {
  /** By name; where several parts declare a member, the outermost one counts. */
  readonly properties: ReadonlyMap<string, JsonSchema>;
  /** One of several branches needs nothing of the others. */
  readonly required: ReadonlySet<string>;
}

/** The members that a schema names: through `$ref` and `allOf`, and in every branch of a choice. */
export function objectMembers(schema: JsonSchema, schemas: SchemaRegistry): ObjectMembers {
  const { always, sometimes } = describingParts([schema], schemas);
  return membersOfParts([...always, ...sometimes], always);
}

export function membersOfParts(parts: Iterable<JsonObject>, always: Iterable<JsonObject>): ObjectMembers {
  const properties = new Map<string, JsonSchema>();
  for (const part of parts)
    for (const [name, member] of schemaEntries(part.properties))
      if (!properties.has(name)) properties.set(name, member);
  const needed = [...always].flatMap(({ required }) => (Array.isArray(required) ? required.map(String) : []));
  return { properties, required: new Set(needed) };
}

/** The schema of a member that an object always has by this name; `true` when nothing is said of it. */
export function memberSchema(schema: JsonSchema, key: string, schemas: SchemaRegistry): JsonSchema {
  return joinSchemas(memberSchemas(describingParts([schema], schemas).always, key));
}

/** The schema of what stands at a pointer below a value; `true` when nothing is said of it. */
export function schemaAt(schema: JsonSchema, pointer: JsonPointer, schemas: SchemaRegistry): JsonSchema {
  return parsePointer(pointer).reduce<JsonSchema>((current, token) => {
    const { always } = describingParts([current], schemas);
    const items = /^\d+$/.test(token) ? itemSchemas(always, Number(token)) : [];
    return joinSchemas(items.length > 0 ? items : memberSchemas(always, token));
  }, schema);
}

/** A member of a value that a schema describes. Items of a list and values of a map are `*`. */
interface SchemaMember {
  readonly pointer: JsonPointer;
  readonly schema: JsonSchema;
  /** By the object that it is a member of. */
  readonly required: boolean;
}

interface MemberOptions {
  readonly schemas: SchemaRegistry;
  /** A request has no member that is only read, a response none that is only written. */
  readonly without: 'readOnly' | 'writeOnly';
  /** Levels of names. */
  readonly depth: number;
}

/** Every member by name, at any depth. A schema that holds itself is looked into once. */
export function schemaMembers(schema: JsonSchema, options: MemberOptions): readonly SchemaMember[] {
  const found = new Map<JsonPointer, SchemaMember>();
  listMembers(schema, { options, found, path: '', level: 0, above: new Set() });
  return [...found.values()];
}

interface Spot {
  readonly options: MemberOptions;
  readonly found: Map<JsonPointer, SchemaMember>;
  readonly path: JsonPointer;
  readonly level: number;
  /** Parts of the values on the way here. */
  readonly above: ReadonlySet<JsonObject>;
}

function listMembers(schema: JsonSchema, { options, found, path, level, above }: Spot): void {
  const { always, sometimes } = describingParts([schema], options.schemas);
  const parts = [...always, ...sometimes].filter((part) => !above.has(part));
  const { properties, required } = membersOfParts(parts, always);
  const around = new Set([...above, ...parts]);
  if (level < options.depth)
    for (const [name, member] of properties) {
      if (isJsonObject(member) && member[options.without] === true) continue;
      const pointer = path + formatPointer([name]);
      const isNeeded = found.get(pointer)?.required === true || required.has(name);
      found.set(pointer, { pointer, schema: found.get(pointer)?.schema ?? member, required: isNeeded });
      // What the whole refers to may be written out: a member of it that is of its kind is looked into once either way.
      listMembers(member, { options, found, path: pointer, level: level + 1, above: level === 0 ? new Set() : around });
    }
  for (const { items, additionalProperties } of parts)
    for (const below of [items, additionalProperties])
      if (isJsonObject(below)) listMembers(below, { options, found, path: `${path}/*`, level, above: around });
}
