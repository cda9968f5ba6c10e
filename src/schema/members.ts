import { formatPointer, parsePointer } from '../lib/json-pointer.ts';
import { compilePattern } from '../lib/pattern.ts';
import { isJsonObject, type JsonObject, type JsonPointer, type JsonSchema } from '../model/json.ts';
import { asSchema, isSchema, schemaEntries, schemaList } from './keywords.ts';
import { describingParts } from './parts.ts';
import type { SchemaRegistry } from './resolve-ref.ts';

/** Returns the schemas that declare the member. If there are none, returns the schemas for undeclared members. */
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

/** Returns the schemas for the list item at `index`, from `prefixItems` if possible, otherwise from `items`. */
export function itemSchemas(parts: Iterable<JsonObject>, index: number): readonly JsonSchema[] {
  return [...parts].flatMap(({ prefixItems, items }) => {
    const first = schemaList(prefixItems);
    const schema = index < first.length ? first[index] : items;
    return isSchema(schema) ? [schema] : [];
  });
}

export function joinSchemas(schemas: readonly JsonSchema[]): JsonSchema {
  const [only = true, ...more] = schemas;
  return more.length === 0 ? only : { allOf: schemas };
}

export interface ObjectMembers {
  /** If several parts of the schema declare a member, the outermost declaration counts. */
  readonly properties: ReadonlyMap<string, JsonSchema>;
  /** Required members. A member that only one branch of a choice requires is left out. */
  readonly required: ReadonlySet<string>;
}

/** Collects the members that a schema declares, including those from `$ref`, `allOf` and choices. */
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

/** Returns the schema of a member. Branches of a choice count only if no other part declares the member. */
export function possibleMember(schema: JsonSchema, key: string, schemas: SchemaRegistry): JsonSchema {
  const { always, sometimes } = describingParts([schema], schemas);
  const declared = (parts: Iterable<JsonObject>) =>
    [...parts].flatMap(({ properties }) =>
      schemaEntries(properties).flatMap(([name, own]) => (name === key ? [own] : [])),
    );
  const [sure] = declared(always);
  if (sure !== undefined) return sure;
  const [first = true, ...more] = declared(sometimes);
  return more.length === 0 ? first : { anyOf: [first, ...more] };
}

/** Returns the schema of a member, without branches that apply only to some values. */
export function memberSchema(schema: JsonSchema, key: string, schemas: SchemaRegistry): JsonSchema {
  return joinSchemas(memberSchemas(describingParts([schema], schemas).always, key));
}

/** Returns the schema for the value at a pointer, or `true` if any value is allowed there. */
export function schemaAt(schema: JsonSchema, pointer: JsonPointer, schemas: SchemaRegistry): JsonSchema {
  return parsePointer(pointer).reduce<JsonSchema>((current, token) => {
    const { always } = describingParts([current], schemas);
    const items = /^\d+$/.test(token) ? itemSchemas(always, Number(token)) : [];
    return joinSchemas(items.length > 0 ? items : memberSchemas(always, token));
  }, schema);
}

interface SchemaMember {
  readonly pointer: JsonPointer;
  readonly schema: JsonSchema;
  readonly required: boolean;
}

interface MemberOptions {
  readonly schemas: SchemaRegistry;
  /** Members with this keyword are left out: `readOnly` for a request, and `writeOnly` for a response. */
  readonly without: 'readOnly' | 'writeOnly';
  readonly depth: number;
}

/** Returns every named member. A recursive schema is expanded once. */
export function schemaMembers(schema: JsonSchema, options: MemberOptions): readonly SchemaMember[] {
  const found = new Map<JsonPointer, SchemaMember>();
  listMembers(schema, { options, found, path: '', level: 0, above: new Set() });
  return [...found.values()];
}

export function memberNames(
  roots: readonly JsonSchema[],
  { schemas, without }: Omit<MemberOptions, 'depth'>,
): ReadonlySet<string> {
  const names = new Set<string>();
  const seen = new Set<JsonObject>();
  const waiting = [...roots];
  for (let schema = waiting.pop(); schema !== undefined; schema = waiting.pop()) {
    const { always, sometimes } = describingParts([schema], schemas);
    for (const part of [...always, ...sometimes]) {
      if (seen.has(part)) continue;
      seen.add(part);
      for (const [name, member] of schemaEntries(part.properties)) {
        if (isJsonObject(member) && member[without] === true) continue;
        names.add(name);
        waiting.push(member);
      }
      waiting.push(...[part.items, part.additionalProperties, ...schemaList(part.prefixItems)].filter(isSchema));
    }
  }
  return names;
}

interface Spot {
  readonly options: MemberOptions;
  readonly found: Map<JsonPointer, SchemaMember>;
  readonly path: JsonPointer;
  readonly level: number;
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
      // Below the root, `above` is empty, so that a root that refers to itself is expanded once more.
      listMembers(member, { options, found, path: pointer, level: level + 1, above: level === 0 ? new Set() : around });
    }
  for (const { items, additionalProperties } of parts)
    for (const below of [items, additionalProperties])
      if (isJsonObject(below)) listMembers(below, { options, found, path: `${path}/*`, level, above: around });
}
