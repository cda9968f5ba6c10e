import { formatPointer } from '../lib/json-pointer.ts';
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../model/json.ts';
import { resolveRef, type SchemaRegistry } from './resolve-ref.ts';

/** A member of a value that a schema describes. Items of a list and values of a map are `*`. */
export interface SchemaMember {
  readonly pointer: string;
  readonly schema: JsonSchema;
  /** By the object that it is a member of. */
  readonly required: boolean;
}

export interface MemberOptions {
  readonly schemas: SchemaRegistry;
  /** A request has no member that is only read, an answer none that is only written. */
  readonly without: 'readOnly' | 'writeOnly';
  /** Levels of names. */
  readonly depth: number;
}

/** Every member by name, through references and combinations; one below itself is listed once. */
export function schemaMembers(schema: JsonSchema, options: MemberOptions): readonly SchemaMember[] {
  const found = new Map<string, SchemaMember>();
  enter(schema, { options, found, path: '', level: 0, above: null });
  return [...found.values()];
}

interface Spot {
  readonly options: MemberOptions;
  readonly found: Map<string, SchemaMember>;
  readonly path: string;
  readonly level: number;
  /** References on the way here. */
  readonly above: Above | null;
  /** What the object must have, said in any of its parts. */
  readonly needed: Set<string>;
}

interface Above {
  readonly ref: string;
  readonly rest: Above | null;
}

/** One value: its parts say together what it must have. */
function enter(schema: JsonSchema, place: Omit<Spot, 'needed'>): void {
  const needed = new Set<string>();
  walk(schema, { ...place, needed });
  for (const name of needed) {
    const pointer = place.path + formatPointer([name]);
    const member = place.found.get(pointer);
    if (member !== undefined) place.found.set(pointer, { ...member, required: true });
  }
}

function walk(schema: JsonSchema, spot: Spot): void {
  if (!isJsonObject(schema)) return;
  const { $ref, properties, items, additionalProperties, required } = schema;
  if (Array.isArray(required)) for (const name of required) spot.needed.add(String(name));
  if (typeof $ref === 'string') walkRef($ref, spot);
  for (const part of listOf(schema.allOf)) walk(part, spot);
  for (const key of ['oneOf', 'anyOf']) {
    const choices = listOf(schema[key]).filter((choice) => !isJsonObject(choice) || choice.type !== 'null');
    // One of several alternatives needs nothing of the others.
    for (const choice of choices) walk(choice, choices.length === 1 ? spot : { ...spot, needed: new Set() });
  }
  if (isJsonObject(properties)) walkProperties(properties, spot);
  for (const below of [items, additionalProperties])
    if (isJsonObject(below)) enter(below, { ...spot, path: `${spot.path}/*` });
}

function walkRef(ref: string, spot: Spot): void {
  for (let above = spot.above; above !== null; above = above.rest) if (above.ref === ref) return;
  const target = resolveRef(ref, spot.options.schemas);
  if (target !== undefined) walk(target, { ...spot, above: { ref, rest: spot.above } });
}

function walkProperties(properties: JsonObject, { options, found, path, level, above }: Spot): void {
  if (level >= options.depth) return;
  for (const [name, value] of Object.entries(properties)) {
    const schema = asSchema(value);
    if (isJsonObject(schema) && schema[options.without] === true) continue;
    const pointer = path + formatPointer([name]);
    if (!found.has(pointer)) found.set(pointer, { pointer, schema, required: false });
    // What the whole refers to may be written out: a member of it that is of its kind is looked into once either way.
    enter(schema, { options, found, path: pointer, level: level + 1, above: level === 0 ? null : above });
  }
}

function listOf(value: Json | undefined): readonly JsonSchema[] {
  return Array.isArray(value) ? value.map(asSchema) : [];
}

function asSchema(value: Json | undefined): JsonSchema {
  return isJsonObject(value) || typeof value === 'boolean' ? value : true;
}
