import type { Json, JsonObject, JsonSchema } from '../model/json.ts';
import type { ResponseVariation } from '../model/trace.ts';
import { makeValue } from './make-value.ts';
import { numberRange } from './number-range.ts';
import type { SchemaRegistry } from './resolve-ref.ts';
import { admits } from './sample-text.ts';
import { allowedValues, type Shape } from './shape.ts';
import type { ValueMaker } from './value-maker.ts';

export const OTHER_NAME = 'pw_key_1';

/** Creates a different value for every member. A value in a request thus shows to which member it belongs. */
export interface Sentinels {
  readonly text: (keywords: JsonObject, path: readonly string[]) => string;
  readonly number: (keywords: JsonObject, whole: boolean) => number;
}

interface Filling {
  readonly schemas: SchemaRegistry;
  readonly sentinels: Sentinels;
  readonly path: readonly string[];
  /** How the value differs from a value with every declared member. */
  readonly vary?: ResponseVariation;
  /** The number of `enum` values to skip. */
  readonly turn?: number;
}

/** Returns a value with all declared members. Every member has a different value. */
export function fillSchema(schema: JsonSchema, filling: Filling): Json | undefined {
  return makeValue(schema, filler(filling, false), { path: filling.path, index: 0 });
}

/** Like `fillSchema`, but returns an invalid value if no valid value was found. */
export function fillLoosely(schema: JsonSchema, filling: Filling): Json {
  return makeValue(schema, filler(filling, true), { path: filling.path, index: 0 }) ?? null;
}

function filler({ schemas, sentinels, vary, turn: later = 0 }: Filling, loose: boolean): ValueMaker {
  const nullFirst = vary === 'nulls';
  const turn = later + (vary?.startsWith('enum-') ? Number(vary.slice('enum-'.length)) - 1 : 0);
  return {
    schemas,
    loose,
    full: true,
    items: ITEMS,
    rounds: ROUNDS,
    richest: true,
    nullFirst,
    isSparse: (path) => vary === 'required-only' || (path.length === 1 && vary === `without-${path[0]}`),
    others: vary === 'more-members',
    types: (shape) => [...(nullFirst && meansNull(shape) ? ['null'] : []), ...typesOf(shape.keywords)],
    given: (shape, place) => {
      const allowed = allowedValues(shape);
      if (allowed === undefined || allowed.length === 0) return allowed;
      const shown = allowed.filter((value) => value !== null);
      const first = (place.index + turn) % Math.max(1, shown.length);
      const ordered = [...shown.slice(first), ...shown.slice(0, first)];
      return (nullFirst ? [null, ...ordered] : [...ordered, null]).filter((value) => allowed.includes(value));
    },
    text: (shape, place) => {
      const text = sentinels.text(shape.keywords, place.path);
      return loose || admits(shape, text) ? text : undefined;
    },
    number: (shape, whole) => {
      const sentinel = sentinels.number(shape.keywords, whole);
      const isLarge = vary === 'large-integers' && whole && isWide(shape);
      const large = isLarge ? largeInteger(sentinel, shape) : undefined;
      return large ?? withinRange(sentinel, shape, whole);
    },
    boolean: () => true,
    otherName: OTHER_NAME,
    isLeftOut: () => false,
    likeness: (value) => value,
  };
}

/** A schema without a type allows null, although its author rarely intended this. */
function meansNull({ nullable, types }: Shape): boolean {
  return nullable && types !== undefined;
}

/** Returns true for an int64, but not for a Unix time: a client may be unable to convert a huge Unix time to a date. */
function isWide({ keywords: { format, title, description } }: Shape): boolean {
  return format === 'int64' && !/\b(?:unix|posix|epoch|timestamp)\b/i.test(`${title ?? ''} ${description ?? ''}`);
}

/** Returns an odd integer beyond 2^53, which a double cannot hold. */
function largeInteger(sentinel: number, shape: Shape): bigint | undefined {
  const large = BigInt(Number.MAX_SAFE_INTEGER) + 2n * BigInt(1 + (Math.abs(Math.trunc(sentinel)) % 1000));
  const range = numberRange(shape, true);
  return range !== undefined && range.step === 1 && Number(large) <= range.last ? large : undefined;
}

function withinRange(sentinel: number, shape: Shape, whole: boolean): number | undefined {
  const range = numberRange(shape, whole);
  if (range === undefined) return undefined;
  const { first, last, step } = range;
  const isInside = sentinel >= first * step && sentinel <= last * step;
  const fits = isInside && (!Object.hasOwn(shape.keywords, 'multipleOf') || Number.isInteger(sentinel / step));
  return fits ? sentinel : (Number.isFinite(first) ? first : last) * step;
}

/** A list has two different items, because a client may read only the first item. */
const ITEMS = 2;
const ROUNDS = 3;

/** Returns the types. A type that other keywords imply (`number` for `minimum`) comes first, and `null` comes last. */
function typesOf(keywords: JsonObject): readonly string[] {
  const types = [keywords.type ?? []].flat().map(String);
  const implied = Object.entries(IMPLIED).find(([key]) => Object.hasOwn(keywords, key))?.[1];
  if (types.length === 0) return [implied ?? 'string'];
  const first = implied !== undefined && types.includes(implied) ? [implied] : [];
  return [...new Set([...first, ...types.filter((type) => type !== 'null'), ...types])];
}

const IMPLIED: { readonly [keyword: string]: string } = {
  properties: 'object',
  additionalProperties: 'object',
  items: 'array',
  prefixItems: 'array',
  minimum: 'number',
  maximum: 'number',
};
