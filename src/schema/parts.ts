import { isJsonObject, type JsonObject, type JsonSchema } from '../model/json.ts';
import { asSchema, isSchema, schemaEntries, schemaList } from './keywords.ts';
import { resolveRef, type SchemaRegistry } from './resolve-ref.ts';

/** A schema taken apart: what always applies to a value, and what applies to some values. */
export interface SchemaParts {
  /** The schema itself and what it holds through `$ref` and `allOf`, outermost first; each once. */
  readonly plain: readonly JsonObject[];
  /** The branches of each `anyOf` and `oneOf`. */
  readonly choices: readonly (readonly JsonSchema[])[];
  /** `if`, `then`, `else` and `dependentSchemas`. */
  readonly conditions: readonly Condition[];
  /** `false` is among them: no value fits. */
  readonly impossible: boolean;
}

export interface Condition {
  readonly when: JsonSchema;
  readonly holds: JsonSchema;
  readonly fails: JsonSchema;
}

/** Takes a schema apart; what was taken apart once is remembered. References in a circle end. */
export function schemaParts(schema: JsonSchema, schemas: SchemaRegistry): SchemaParts {
  if (!isJsonObject(schema)) return schema === false ? IMPOSSIBLE : ANYTHING;
  const known = remembered.get(schemas) ?? new WeakMap<JsonObject, SchemaParts>();
  remembered.set(schemas, known);
  const parts = known.get(schema) ?? collect(schema, schemas);
  known.set(schema, parts);
  return parts;
}

const remembered = new WeakMap<SchemaRegistry, WeakMap<JsonObject, SchemaParts>>();

const ANYTHING: SchemaParts = { plain: [], choices: [], conditions: [], impossible: false };
const IMPOSSIBLE: SchemaParts = { ...ANYTHING, impossible: true };

function collect(schema: JsonObject, schemas: SchemaRegistry): SchemaParts {
  const plain = new Set<JsonObject>();
  const waiting: JsonSchema[] = [schema];
  let impossible = false;
  // A list and not a recursion: a chain of references may be long.
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    impossible ||= next === false;
    if (!isJsonObject(next) || plain.has(next)) continue;
    plain.add(next);
    const { $ref, allOf } = next;
    const target = typeof $ref === 'string' ? resolveRef($ref, schemas) : undefined;
    waiting.push(...schemaList(allOf).toReversed(), ...(target === undefined ? [] : [target]));
  }
  const all = [...plain];
  return {
    plain: all,
    choices: all.flatMap(choicesOf),
    conditions: all.flatMap(conditionsOf),
    impossible,
  };
}

/** The branches of each choice that a schema itself holds. */
export function choicesOf({ anyOf, oneOf }: JsonObject): readonly (readonly JsonSchema[])[] {
  return [schemaList(anyOf), schemaList(oneOf)].filter(({ length }) => length > 0);
}

export function conditionsOf(part: JsonObject): readonly Condition[] {
  const dependent = schemaEntries(part.dependentSchemas).map(([name, then]) => ({
    when: { type: 'object', required: [name] },
    holds: then,
    fails: true,
  }));
  if (!isSchema(part.if)) return dependent;
  return [...dependent, { when: part.if, holds: asSchema(part.then), fails: asSchema(part.else) }];
}
