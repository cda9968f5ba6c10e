import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../model/json.ts';
import { resolveRef, type SchemaRegistry } from './resolve-ref.ts';

/** A schema with its references, its `allOf` and the richest branch of its choices as one object of keywords. */
export function joinSchema(schema: JsonSchema, schemas: SchemaRegistry, depth = 0): JsonObject {
  // A schema that refers to itself without a member in between says nothing more.
  if (!isJsonObject(schema) || depth > DEEPEST) return {};
  const { $ref, allOf, oneOf, anyOf, ...own } = schema;
  const target = typeof $ref === 'string' ? resolveRef($ref, schemas) : undefined;
  const parts = [...(target === undefined ? [] : [target]), ...schemasOf(allOf)];
  const joined = [...parts.map((part) => joinSchema(part, schemas, depth + 1)), own].reduce<JsonObject>(merge, {});
  return [oneOf, anyOf].reduce<JsonObject>((all, choices) => {
    const richest = richestOf(schemasOf(choices).map((choice) => joinSchema(choice, schemas, depth + 1)));
    return richest === undefined ? all : merge(all, richest);
  }, joined);
}

const DEEPEST = 16;

function schemasOf(value: Json | undefined): readonly JsonSchema[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** The branch that shows most; null shows nothing. */
function richestOf(branches: readonly JsonObject[]): JsonObject | undefined {
  const [first, ...rest] = branches.filter(({ type }) => type !== 'null');
  if (first === undefined) return branches[0];
  return rest.reduce((best, branch) => (richness(branch) > richness(best) ? branch : best), first);
}

function richness({ properties, items, additionalProperties }: JsonObject): number {
  const members = isJsonObject(properties) ? Object.keys(properties).length : 0;
  return members * 2 + (items === undefined ? 0 : 1) + (isJsonObject(additionalProperties) ? 1 : 0);
}

/** What both say of a value. */
function merge(one: JsonObject, other: JsonObject): JsonObject {
  const merged = Object.entries(other).map(([key, value]): [string, Json] => {
    const before = Object.hasOwn(one, key) ? one[key] : undefined;
    return [key, before === undefined ? value : mergeKeyword(key, before, value)];
  });
  return { ...one, ...Object.fromEntries(merged) };
}

function mergeKeyword(key: string, one: Json, other: Json): Json {
  if (key === 'properties' && isJsonObject(one) && isJsonObject(other)) return mergeProperties(one, other);
  if (key === 'required' && Array.isArray(one) && Array.isArray(other)) return [...new Set([...one, ...other])];
  if (key === 'enum' && Array.isArray(one) && Array.isArray(other)) return one.filter((value) => other.includes(value));
  if (key === 'type') return mergeTypes(one, other);
  if (typeof one !== 'number' || typeof other !== 'number') return other;
  return /^(min|exclusiveMin)/.test(key) ? Math.max(one, other) : Math.min(one, other);
}

function mergeProperties(one: JsonObject, other: JsonObject): JsonObject {
  const both = Object.entries(other).map(([name, schema]): [string, Json] => {
    const before = Object.hasOwn(one, name) ? one[name] : undefined;
    return [name, before === undefined ? schema : { allOf: [before, schema] }];
  });
  return { ...one, ...Object.fromEntries(both) };
}

function mergeTypes(one: Json, other: Json): Json {
  const others = [other].flat();
  const shared = [one].flat().filter((type) => others.includes(type));
  return shared.length === 0 ? other : shared;
}
