import { jsonTypeOf } from '../../lib/preview-value.ts';
import { remember } from '../../lib/remember.ts';
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../../model/json.ts';
import { joinKeywords } from '../../schema/join-keywords.ts';
import { choicesOf, conditionsOf, schemaParts } from '../../schema/parts.ts';
import type { SchemaRegistry } from '../../schema/resolve-ref.ts';
import { schemaText } from './schema-text.ts';

/** Schemas that all apply to the same value. */
export type Schemas = readonly JsonSchema[];

/** One alternative, such as a branch of `oneOf`. */
export interface Variant {
  readonly key: string;
  /** The name of the alternative, from `$ref` or `title`. */
  readonly name: string | null;
  readonly parts: readonly JsonObject[];
  /** The keywords of all `parts`, joined into one object where possible. */
  readonly keywords: JsonObject;
  /** The allowed types, or null if any type is allowed. */
  readonly types: ReadonlySet<string> | null;
  /** Constraints that can be compared only as text. */
  readonly conditions: readonly string[];
}

export interface SchemaView {
  /** Schemas with the same content have the same key. */
  readonly keyOf: (schemas: Schemas) => string;
  readonly alternatives: (schemas: Schemas) => Variants;
  readonly textOf: (schemas: Schemas) => string;
}

export interface Variants {
  readonly list: readonly Variant[];
  /** True if some alternatives are missing, because their number exceeded the limit. */
  readonly isCut: boolean;
}

const MOST = 256;

export function viewSchemas(registry: SchemaRegistry): SchemaView {
  const ids = new Map<JsonObject, number>();
  const idOf = remember((_: JsonObject) => ids.size + 1, {
    get: (part) => ids.get(part),
    set: (part, id: number) => ids.set(part, id),
  });
  const keyOfParts = (parts: readonly JsonObject[]) => parts.map(idOf).join(',');
  const keyOf = (schemas: Schemas) =>
    schemas.some((each) => schemaParts(each, registry).impossible) ? 'none' : keyOfParts(partsOf(schemas, registry));
  const known = new Map<string, Variants>();
  return {
    keyOf,
    alternatives: (schemas) => {
      const key = keyOf(schemas);
      const found = known.get(key) ?? expand(schemas, { registry, keyOfParts });
      known.set(key, found);
      return found;
    },
    textOf: (schemas) => schemaText({ allOf: [...schemas] }, registry),
  };
}

function partsOf(schemas: Schemas, registry: SchemaRegistry): readonly JsonObject[] {
  const found = schemas.flatMap((schema) => schemaParts(schema, registry).plain.filter(isMeaningful));
  return found.length > 1 ? [...new Set(found)] : found;
}

const ANNOTATIONS = new Set([
  ...['$ref', 'allOf', 'title', 'description', 'example', 'examples', '$comment', '$defs', 'definitions', 'xml'],
  ...['externalDocs', 'readOnly', 'writeOnly'],
]);

const isMeaningful = remember((part: JsonObject): boolean =>
  Object.keys(part).some((key) => !ANNOTATIONS.has(key) && !key.startsWith('x-')),
);

interface Reading {
  readonly registry: SchemaRegistry;
  readonly keyOfParts: (parts: readonly JsonObject[]) => string;
}

interface Draft {
  readonly parts: readonly JsonObject[];
  readonly open: readonly (readonly JsonSchema[])[];
  readonly name: string | null;
}

function expand(schemas: Schemas, reading: Reading): Variants {
  const { registry } = reading;
  if (schemas.some((each) => schemaParts(each, registry).impossible)) return { list: [NOTHING], isCut: false };
  const parts = partsOf(schemas, registry);
  const waiting: Draft[] = [{ parts, open: parts.flatMap(choicesOf), name: null }];
  const found = new Map<string, Variant>();
  while (found.size < MOST) {
    const draft = waiting.pop();
    if (draft === undefined) break;
    const [branches, ...open] = draft.open;
    if (branches === undefined) {
      const key = reading.keyOfParts(draft.parts);
      if (!found.has(key)) found.set(key, finish(draft, key, registry));
    } else for (const branch of branches.toReversed()) waiting.push(...choose({ ...draft, open }, branch, registry));
  }
  const list = [...found.values()].filter(({ types }) => types === null || types.size > 0);
  return { list: list.length > 0 ? list : [NOTHING], isCut: waiting.length > 0 };
}

const NOTHING: Variant = { key: 'none', name: null, parts: [], keywords: {}, types: new Set(), conditions: [] };

/** Skips a part that the alternative already has, because a recursive schema would not end. */
function choose(draft: Draft, branch: JsonSchema, registry: SchemaRegistry): readonly Draft[] {
  if (schemaParts(branch, registry).impossible) return [];
  const added = partsOf([branch], registry).filter((part) => !draft.parts.includes(part));
  return [
    {
      parts: [...draft.parts, ...added],
      open: [...draft.open, ...added.flatMap(choicesOf)],
      name: nameOf(branch) ?? draft.name,
    },
  ];
}

function nameOf(branch: JsonSchema): string | null {
  if (!isJsonObject(branch)) return null;
  const { $ref, title, allOf } = branch;
  if (typeof $ref === 'string') return $ref.slice($ref.lastIndexOf('/') + 1).replace(/(-request)?\.yaml$/, '');
  if (Array.isArray(allOf) && isJsonObject(allOf[0])) return nameOf(allOf[0]);
  return typeof title === 'string' ? title : null;
}

function finish({ parts, name }: Draft, key: string, registry: SchemaRegistry): Variant {
  const keywords = joinKeywords(parts);
  const conditions = parts.flatMap((part) => conditionTexts(part, registry));
  return { key, name, parts, keywords, types: typesOf(keywords), conditions };
}

const CONDITIONS = [
  ...['not', 'contains', 'minContains', 'maxContains', 'propertyNames', 'dependentRequired'],
  ...['unevaluatedItems', 'contentSchema'],
];

function conditionTexts(part: JsonObject, registry: SchemaRegistry): readonly string[] {
  const stated = CONDITIONS.flatMap((key) =>
    part[key] === undefined
      ? []
      : [schemaText({ [key]: part[key] }, registry).replace(/^\{"(.*?)":(.*)\}$/s, '$1: $2')],
  );
  const text = (schema: JsonSchema) => schemaText(schema, registry);
  const sides = conditionsOf(part).map(
    (each) => `if ${text(each.when)} then ${text(each.holds)} else ${text(each.fails)}`,
  );
  return [...stated, ...sides];
}

/** A schema with named members describes objects, even if the schema states no type. */
function typesOf(keywords: JsonObject): ReadonlySet<string> | null {
  const { type, enum: values, nullable } = keywords;
  const allowed = allowedValues(keywords)?.map(jsonTypeOf);
  const stated = typeof type === 'string' ? [type] : Array.isArray(type) ? type.map(String) : impliedTypes(keywords);
  if (stated === null) return allowed === undefined ? null : new Set(allowed);
  const types = nullable === true ? [...stated, 'null'] : stated;
  if (allowed === undefined) return new Set(types);
  const isListed = (each: string) => allowed.some((one) => one === each || (one === 'integer' && each === 'number'));
  const listed = types.filter(isListed);
  // If `enum` contradicts `type`, only `type` counts.
  return new Set(listed.length > 0 || values === undefined ? listed : types);
}

function impliedTypes(keywords: JsonObject): readonly string[] | null {
  if (isJsonObject(keywords.properties)) return ['object'];
  if (keywords.items !== undefined) return ['array'];
  return null;
}

export function allowedValues({ enum: values, const: only }: JsonObject): readonly Json[] | undefined {
  if (only !== undefined) return [only];
  return Array.isArray(values) ? values : undefined;
}
