import { remember } from '../lib/remember.ts';
import { isJsonObject, type JsonObject, type JsonSchema } from '../model/json.ts';
import { asSchema, isSchema, schemaEntries, schemaList } from './keywords.ts';
import { resolveRef, type SchemaRegistry } from './resolve-ref.ts';

interface SchemaParts {
  /** The schema itself and all schemas that it includes through `$ref` and `allOf`, outer schemas first. */
  readonly plain: readonly JsonObject[];
  /** The last `$ref` that was followed to reach each schema in `plain`. */
  readonly refs: ReadonlyMap<JsonObject, string>;
  readonly choices: readonly (readonly JsonSchema[])[];
  readonly conditions: readonly Condition[];
  /** True if one of the schemas is `false`. In this case, no value is valid. */
  readonly impossible: boolean;
}

interface Condition {
  readonly when: JsonSchema;
  readonly holds: JsonSchema;
  readonly fails: JsonSchema;
}

/** Circular references are followed only once. */
export function schemaParts(schema: JsonSchema, schemas: SchemaRegistry): SchemaParts {
  if (!isJsonObject(schema)) return schema === false ? IMPOSSIBLE : ANYTHING;
  return partsOf(schemas)(schema);
}

const partsOf = remember((schemas: SchemaRegistry) => remember((schema: JsonObject) => collect(schema, schemas)));

const ANYTHING: SchemaParts = { plain: [], refs: new Map(), choices: [], conditions: [], impossible: false };
const IMPOSSIBLE: SchemaParts = { ...ANYTHING, impossible: true };

function collect(schema: JsonObject, schemas: SchemaRegistry): SchemaParts {
  const plain = new Set<JsonObject>();
  const refs = new Map<JsonObject, string>();
  const waiting: (readonly [schema: JsonSchema, ref: string | undefined])[] = [[schema, undefined]];
  let impossible = false;
  // A recursion could overflow the stack on a long chain of references.
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [part, ref] = next;
    impossible ||= part === false;
    if (!isJsonObject(part) || plain.has(part)) continue;
    plain.add(part);
    if (ref !== undefined) refs.set(part, ref);
    const { $ref, allOf } = part;
    for (const inner of schemaList(allOf).toReversed()) waiting.push([inner, ref]);
    const target = typeof $ref === 'string' ? resolveRef($ref, schemas) : undefined;
    if (typeof $ref === 'string' && target !== undefined) waiting.push([target, $ref]);
  }
  const all = [...plain];
  return { plain: all, refs, choices: all.flatMap(choicesOf), conditions: all.flatMap(conditionsOf), impossible };
}

/** The schemas that apply to every value, and those that apply only to some values. */
interface DescribingParts {
  readonly always: ReadonlySet<JsonObject>;
  readonly sometimes: ReadonlySet<JsonObject>;
}

/** Returns every schema that may apply to the value, including branches and conditions. */
export function describingParts(
  roots: readonly JsonSchema[],
  schemas: SchemaRegistry,
  pick: (branches: readonly JsonSchema[]) => readonly JsonSchema[] = (branches) => branches,
): DescribingParts {
  const always = new Set<JsonObject>();
  const sometimes = new Set<JsonObject>();
  const waiting = roots.map((schema) => ({ schema, isSure: true })).toReversed();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { schema, isSure } = next;
    const { plain, choices, conditions } = schemaParts(schema, schemas);
    const found = isSure ? always : sometimes;
    const added = plain.filter((part) => !always.has(part) && !found.has(part));
    if (added.length === 0) continue;
    for (const part of added) found.add(part);
    const inner = choices.flatMap((branches) => {
      // If `null` is the only other branch, the remaining branch applies to every value except null.
      const picked = pick(branches.filter((branch) => !isNullSchema(branch)));
      return picked.map((branch) => ({ schema: branch, isSure: isSure && picked.length === 1 }));
    });
    const sides = conditions.flatMap(({ when, holds, fails }) => [when, holds, fails]);
    waiting.push(...[...inner, ...sides.map((each) => ({ schema: each, isSure: false }))].toReversed());
  }
  return { always, sometimes };
}

export function isNullSchema(schema: JsonSchema): boolean {
  return isJsonObject(schema) && schema.type === 'null';
}

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
