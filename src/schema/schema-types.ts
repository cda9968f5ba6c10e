import { jsonTypeOf } from '../lib/preview-value.ts';
import { remember } from '../lib/remember.ts';
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../model/json.ts';
import { resolveRef, type SchemaRegistry } from './resolve-ref.ts';

/** The JSON types that a schema admits; null when it admits any. */
export function schemaTypes(schema: JsonSchema, schemas: SchemaRegistry, depth = 0): ReadonlySet<string> | null {
  // A schema that refers to itself without a type in between admits anything.
  if (!isJsonObject(schema) || depth > 16) return null;
  const types = statedTypes(schema);
  if (types !== null) return types;
  if (typeof schema.$ref === 'string') {
    const target = resolveRef(schema.$ref, schemas);
    if (target !== undefined) return schemaTypes(target, schemas, depth + 1);
  }
  for (const part of schemaList(schema.allOf)) {
    const admitted = schemaTypes(part, schemas, depth + 1);
    if (admitted !== null) return admitted;
  }
  const choices = [...schemaList(schema.anyOf), ...schemaList(schema.oneOf)];
  return choices.length === 0 ? null : union(choices.map((choice) => schemaTypes(choice, schemas, depth + 1)));
}

/** The schema of a list's items, through references; `true` when not declared. */
export function itemSchema(schema: JsonSchema, schemas: SchemaRegistry, depth = 0): JsonSchema {
  if (!isJsonObject(schema) || depth > 16) return true;
  const { items } = schema;
  if (isJsonObject(items) || typeof items === 'boolean') return items;
  const target = typeof schema.$ref === 'string' ? resolveRef(schema.$ref, schemas) : undefined;
  const next = [target, ...schemaList(schema.allOf), ...schemaList(schema.anyOf)];
  const found = next.map((part) => (part === undefined ? true : itemSchema(part, schemas, depth + 1)));
  return found.find((part) => part !== true) ?? true;
}

const statedTypes = remember((schema: JsonObject): ReadonlySet<string> | null => {
  const { type } = schema;
  if (typeof type === 'string') return new Set([type]);
  if (Array.isArray(type)) return new Set(type.map(String));
  if (Array.isArray(schema.enum)) return new Set(schema.enum.map(jsonTypeOf));
  if (Object.hasOwn(schema, 'const')) return new Set([jsonTypeOf(schema.const)]);
  return null;
});

function schemaList(value: Json | undefined): readonly JsonSchema[] {
  if (!Array.isArray(value)) return [];
  return value.filter((item): item is JsonSchema => isJsonObject(item) || typeof item === 'boolean');
}

function union(sets: readonly (ReadonlySet<string> | null)[]): ReadonlySet<string> | null {
  return sets.includes(null) ? null : new Set(sets.flatMap((set) => [...(set ?? [])]));
}
