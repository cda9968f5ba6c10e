import { isNumeric } from '../lib/json-text.ts';
import { jsonTypeOf } from '../lib/preview-value.ts';
import { remember } from '../lib/remember.ts';
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../model/json.ts';
import { joinKeywords } from './join-keywords.ts';
import { asSchema } from './keywords.ts';
import { schemaParts } from './parts.ts';
import type { SchemaRegistry } from './resolve-ref.ts';

/** The types and keywords of a schema, joined with those from `$ref` and `allOf`. */
export interface Shape {
  /** The allowed types except `null`. Without this member, every type is allowed. */
  readonly types?: ReadonlySet<string>;
  readonly nullable: boolean;
  readonly keywords: JsonObject;
  /** True if the schema also has conditions, such as `anyOf` or `not`. The shape may then allow more values than the schema. */
  readonly isChoice: boolean;
}

export function readShape(schema: JsonSchema, schemas: SchemaRegistry): Shape {
  return isJsonObject(schema) ? shapes(schemas)(schema) : shapeOf({});
}

const shapes = remember((schemas: SchemaRegistry) => remember((schema: JsonObject) => makeShape(schema, schemas)));

function makeShape(schema: JsonObject, schemas: SchemaRegistry): Shape {
  const { plain, choices, conditions } = schemaParts(schema, schemas);
  const shape = shapeOf(joinKeywords(plain));
  const isChoice = choices.length + conditions.length > 0 || Object.hasOwn(shape.keywords, 'not');
  return { ...shape, isChoice };
}

export function shapeOf(keywords: JsonObject): Shape {
  const types = typesOf(keywords);
  if (types === undefined) return { nullable: true, keywords, isChoice: false };
  return {
    types: new Set([...types].filter((type) => type !== 'null')),
    nullable: types.has('null') && enumAdmitsNull(keywords),
    keywords,
    isChoice: false,
  };
}

export function numberOf({ keywords }: Shape, keyword: string): number | undefined {
  const value = keywords[keyword];
  return isNumeric(value) ? Number(value) : undefined;
}

export function textKeyword({ keywords }: Shape, keyword: string): string | undefined {
  const value = keywords[keyword];
  return typeof value === 'string' ? value : undefined;
}

export function listKeyword({ keywords }: Shape, keyword: string): readonly Json[] | undefined {
  const value = keywords[keyword];
  return Array.isArray(value) ? value : undefined;
}

export function allowedValues(shape: Shape): readonly Json[] | undefined {
  if (Object.hasOwn(shape.keywords, 'const')) return [shape.keywords.const ?? null];
  return listKeyword(shape, 'enum');
}

export function partSchema({ keywords }: Shape, keyword: 'items' | 'additionalProperties'): JsonSchema {
  return asSchema(keywords[keyword]);
}

/** Returns inclusive bounds for whole numbers. Bounds beyond 2^53 are left out, because they were rounded. */
export function bounds(shape: Shape): { readonly min?: number; readonly max?: number } {
  const above = numberOf(shape, 'exclusiveMinimum');
  const below = numberOf(shape, 'exclusiveMaximum');
  const min = numberOf(shape, 'minimum') ?? (above === undefined ? undefined : above + 1);
  const max = numberOf(shape, 'maximum') ?? (below === undefined ? undefined : below - 1);
  const isExact = (bound: number) => Math.abs(bound) <= Number.MAX_SAFE_INTEGER;
  return {
    ...(min !== undefined && isExact(min) && { min }),
    ...(max !== undefined && isExact(max) && { max }),
  };
}

function typesOf(keywords: JsonObject): ReadonlySet<string> | undefined {
  const { type, nullable } = keywords;
  if (typeof type === 'string' && nullable === true) return new Set([type, 'null']);
  if (typeof type === 'string') return new Set([type]);
  if (Array.isArray(type)) return new Set(type.map(String));
  if (Array.isArray(keywords.enum)) return new Set(keywords.enum.map(jsonTypeOf));
  return Object.hasOwn(keywords, 'const') ? new Set([jsonTypeOf(keywords.const)]) : undefined;
}

function enumAdmitsNull(keywords: JsonObject): boolean {
  return !Array.isArray(keywords.enum) || keywords.enum.includes(null);
}
