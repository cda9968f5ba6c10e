import type { Field } from '../model/contract.ts';
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../model/json.ts';
import { joinKeywords } from './join-keywords.ts';
import { schemaParts } from './parts.ts';
import type { Random } from './random.ts';
import type { SchemaRegistry } from './resolve-ref.ts';
import { sampleText } from './sample-text.ts';
import { allowedValues, bounds, listKeyword, numberOf, partSchema, readShape, type Shape, shapeOf } from './shape.ts';

export interface SampleWish {
  readonly label: string;
  readonly random: Random;
  readonly schemas: SchemaRegistry;
  readonly profile: string;
  /** Members that may be left out are given too. */
  readonly full: boolean;
  /** Schemas around this one. */
  readonly level?: number;
}

/** A value that the schema admits; undefined when none is known. Its texts may hold `${run.id}` and the like. */
export function sampleValue(schema: JsonSchema, wish: SampleWish): Json | undefined {
  const level = wish.level ?? 0;
  if (level > DEEPEST) return undefined;
  return sampleInside(schema, { ...wish, level: level + 1, full: wish.full && level < DEEPEST_FULL });
}

/** A schema that holds itself is sampled so deep; optional members are left out before that. */
const DEEPEST = 30;
const DEEPEST_FULL = 5;

function sampleInside(schema: JsonSchema, wish: SampleWish): Json | undefined {
  const shape = shapeOf(joinKeywords(partsWithBranches(schema, wish.schemas)));
  const given = givenValues(shape);
  if (given !== undefined) return given.length === 0 ? undefined : wish.random.pick(given);
  return sampleOfType(shape, wish);
}

/** The schema's parts, and those of the first branch of each choice. */
function partsWithBranches(schema: JsonSchema, schemas: SchemaRegistry): readonly JsonObject[] {
  const found = new Set<JsonObject>();
  const waiting = [schema];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { plain, choices } = schemaParts(next, schemas);
    if (plain.length > 0 && plain.every((part) => found.has(part))) continue;
    for (const part of plain) found.add(part);
    for (const branches of choices) waiting.push(...branches.filter(isJsonObject).slice(0, 1));
  }
  return [...found];
}

/** A value of a contract's field: what it declares below the field is part of it. */
export function sampleField(field: Field, wish: SampleWish): Json | undefined {
  if (field.fields.length === 0) return sampleValue(field.schema, wish);
  const given = givenValues(readShape(field.schema, wish.schemas));
  if (given !== undefined) return given.length === 0 ? undefined : wish.random.pick(given);
  const known = field.fields.filter((child) => isKnown(child, wish.profile));
  const members = known.flatMap((child): readonly (readonly [string, Json])[] => {
    if (!child.required && !wish.full) return [];
    const value = sampleField(child, { ...wish, label: child.name });
    return value === undefined ? [] : [[keyOf(child, field), value]];
  });
  return Object.fromEntries(members);
}

/** The last part of a nested field's name: what it is called inside its parent. */
export function keyOf(field: Field, parent: Field | undefined): string {
  return parent === undefined ? field.name : field.name.slice(parent.name.length + 1);
}

export function isKnown({ profiles, lifecycle }: Field, profile: string): boolean {
  return profiles.includes(profile) && (lifecycle === 'shipped' || lifecycle === 'deprecated');
}

/** Values that the schema itself names. An empty list of examples says that no value can be made up. */
function givenValues(shape: Shape): readonly Json[] | undefined {
  const examples = listKeyword(shape, 'examples');
  if (examples !== undefined) return examples;
  const allowed = allowedValues(shape)?.filter((value) => value !== null);
  return allowed === undefined || allowed.length === 0 ? undefined : allowed;
}

function sampleOfType(shape: Shape, wish: SampleWish): Json | undefined {
  const types = shape.types ?? new Set(['string']);
  if (types.has('boolean')) return shape.keywords.default !== true;
  if (types.has('integer') || types.has('number')) return sampleNumber(shape, wish.random);
  if (types.has('string')) return sampleText(shape, wish);
  if (types.has('array')) return sampleList(shape, wish);
  if (types.has('object')) return sampleObject(shape, wish);
  return shape.nullable ? null : undefined;
}

function sampleNumber(shape: Shape, random: Random): number {
  const { min, max } = bounds(shape);
  const lowest = min ?? Math.min(0, max ?? 0);
  const value = random.int(lowest, Math.min(max ?? lowest + 9, lowest + 9));
  const step = numberOf(shape, 'multipleOf');
  return step === undefined ? value : Math.ceil(value / step) * step;
}

function sampleList(shape: Shape, wish: SampleWish): readonly Json[] | undefined {
  const least = numberOf(shape, 'minItems') ?? 0;
  const most = numberOf(shape, 'maxItems') ?? Math.max(1, least);
  return sampleItems(shape, Math.max(least, Math.min(1, most)), wish);
}

/** So many items that differ from one another; undefined for more than a request can reasonably hold. */
export function sampleItems(shape: Shape, count: number, wish: SampleWish): readonly Json[] | undefined {
  if (count > MOST_ITEMS) return undefined;
  const schema = partSchema(shape, 'items');
  return Array.from({ length: count }, (_, index) => {
    const label = `${wish.label}.${index}`;
    return sampleValue(schema, { ...wish, label }) ?? `item ${index}`;
  });
}

const MOST_ITEMS = 10_000;

function sampleObject(shape: Shape, wish: SampleWish): JsonObject {
  const { properties } = shape.keywords;
  const required = listKeyword(shape, 'required') ?? [];
  const others = required.filter((name) => !(isJsonObject(properties) && Object.hasOwn(properties, String(name))));
  const declared = [
    ...Object.entries(isJsonObject(properties) ? properties : {}),
    ...others.map((name) => [String(name), partSchema(shape, 'additionalProperties')] as const),
  ];
  const members = declared.flatMap(([key, schema]): readonly (readonly [string, Json])[] => {
    if (!required.includes(key) && !wish.full) return [];
    const value = sampleValue(asSchema(schema), { ...wish, label: `${wish.label}.${key}` });
    return value === undefined ? [] : [[key, value]];
  });
  if (members.length > 0 || declared.length > 0) return Object.fromEntries(members);
  const other = sampleValue(partSchema(shape, 'additionalProperties'), { ...wish, label: `${wish.label}.example` });
  return { example: other ?? 'example' };
}

function asSchema(value: Json): JsonSchema {
  return isJsonObject(value) || typeof value === 'boolean' ? value : true;
}
