import { mapValues } from '../lib/map-values.ts';
import { likenessOfText } from '../lib/placeholders.ts';
import type { Field } from '../model/contract.ts';
import { isJsonObject, type Json, type JsonSchema } from '../model/json.ts';
import { makeValue } from './make-value.ts';
import { numberRange } from './number-range.ts';
import type { Random } from './random.ts';
import type { SchemaRegistry } from './resolve-ref.ts';
import { sampleText } from './sample-text.ts';
import { allowedValues, listKeyword, partSchema, readShape, type Shape } from './shape.ts';
import type { ValueMaker, ValuePlace } from './value-maker.ts';

export interface SampleWish {
  readonly label: string;
  readonly random: Random;
  readonly schemas: SchemaRegistry;
  readonly profile: string;
  readonly full: boolean;
}

/** Returns an allowed value. Texts in the value may contain references such as `${run.id}`. */
export function sampleValue(schema: JsonSchema, wish: SampleWish): Json | undefined {
  return makeValue(schema, sampler(wish));
}

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

/** Returns the member name of a field in its parent, such as `cron` for `schedule.cron`. */
export function keyOf(field: Field, parent: Field | undefined): string {
  return parent === undefined ? field.name : field.name.slice(parent.name.length + 1);
}

export function isKnown({ profiles, lifecycle }: Field, profile: string): boolean {
  return profiles.includes(profile) && (lifecycle === 'shipped' || lifecycle === 'deprecated');
}

/** If a schema contains `examples: []`, wireparity makes up no value for it. */
function givenValues(shape: Shape): readonly Json[] | undefined {
  const examples = listKeyword(shape, 'examples');
  if (examples !== undefined) return examples;
  const allowed = allowedValues(shape)?.filter((value) => value !== null);
  return allowed === undefined || allowed.length === 0 ? undefined : allowed;
}

function sampler(wish: SampleWish): ValueMaker {
  const labelOf = ({ path }: ValuePlace) => [wish.label, ...path].join('.');
  return {
    schemas: wish.schemas,
    full: wish.full,
    items: 1,
    rounds: 1,
    richest: false,
    loose: false,
    types: ({ types }) => (types === undefined ? ['string'] : ORDER.filter((type) => types.has(type))),
    given: (shape) => {
      const given = givenValues(shape);
      return given && (given.length === 0 ? [] : [wish.random.pick(given), ...given]);
    },
    otherName: 'example',
    text: (shape, place) => sampleText(shape, { label: labelOf(place), random: wish.random }),
    number: (shape, whole) => sampleNumber(shape, whole, wish.random),
    boolean: ({ keywords }) => keywords.default !== true,
    isLeftOut: (schema) => {
      const profiles = isJsonObject(schema) ? schema.profiles : undefined;
      return Array.isArray(profiles) && !profiles.includes(wish.profile);
    },
    likeness: likenessOf,
  };
}

/** Types to try, beginning with the one that a server most likely accepts. */
const ORDER = ['boolean', 'integer', 'number', 'string', 'array', 'object'];

function sampleNumber(shape: Shape, whole: boolean, random: Random): number | undefined {
  const range = numberRange(shape, whole);
  if (range === undefined) return undefined;
  const { first, last, step } = range;
  // A bound beyond 2^53 was rounded, so nearby numbers may be invalid.
  const from = first > 0 || Number.isSafeInteger(first) ? first : Math.min(0, last);
  const start = random.int(from, Math.min(last, from + 9));
  // Because of rounding, some multiples of a fraction violate `multipleOf`.
  const tries = Array.from({ length: 20 }, (_, index) => (start + index <= last ? start + index : from + index) * step);
  return tries.find((value) => step === 1 || Number.isInteger(value / step));
}

export function sampleItems(shape: Shape, count: number, wish: SampleWish): readonly Json[] | undefined {
  if (count > MOST_ITEMS) return undefined;
  const schema = partSchema(shape, 'items');
  const items = Array.from({ length: count }, (_, index) =>
    sampleValue(schema, { ...wish, label: `${wish.label}.${index}` }),
  );
  const known = items.filter((item) => item !== undefined);
  return known.length === count ? known : undefined;
}

/** Maximum length of a made-up list. A longer list would only test the server's size limit. */
const MOST_ITEMS = 10_000;

/** Replaces references such as `${run.id}` with plausible values, so that the value can be validated. */
export function likenessOf(value: Json): Json {
  if (typeof value === 'string') return likenessOfText(value);
  if (Array.isArray(value)) return value.map(likenessOf);
  if (!isJsonObject(value)) return value;
  return mapValues(value, likenessOf);
}
