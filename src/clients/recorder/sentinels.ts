import { isNumeric } from '../../lib/json-text.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Sentinels } from '../../schema/fill-schema.ts';
import { patternText } from '../../schema/pattern-text.ts';
import { createRandom } from '../../schema/random.ts';
import { admits } from '../../schema/sample-text.ts';
import { shapeOf } from '../../schema/shape.ts';

export function createSentinels(): Sentinels {
  const used = new Set<string | number>();
  let given = 0;
  const isNew = (value: string | number) => !used.has(value);
  return {
    text: (keywords, path) => {
      given++;
      const shape = shapeOf(keywords);
      const all = candidates(keywords, path, given);
      const isFitting = (text: string) => admits(shape, text);
      const text = all.find((each) => isNew(each) && isFitting(each)) ?? all.find(isFitting) ?? token(path, given);
      used.add(text);
      return text;
    },
    number: (keywords, whole) => {
      given++;
      const number = numberWithin(keywords, { whole, given, isNew });
      used.add(number);
      return number;
    },
  };
}

/** Returns a text that can be recognised wherever a client shows it: `pw~orders.0.name~3`. */
function token(path: readonly string[], number: number): string {
  return `pw~${path.join('.') || 'value'}~${number}`;
}

function candidates(keywords: JsonObject, path: readonly string[], number: number): readonly string[] {
  const format = typeof keywords.format === 'string' ? FORMATS[keywords.format] : undefined;
  if (format !== undefined) return [format(path, number)];
  const { pattern, minLength, maxLength } = keywords;
  const least = Math.min(LONGEST, typeof minLength === 'number' ? minLength : 0);
  const most = typeof maxLength === 'number' ? maxLength : Number.POSITIVE_INFINITY;
  const last = path.at(-1) ?? 'value';
  const plain = [token(path, number), `pw~${last}~${number}`, `pw~${number}`, `pw${number}`, number.toString(36)];
  const fitted = plain.map((text) => text.padEnd(least, 'x')).filter((text) => text.length <= most);
  if (typeof pattern !== 'string') return [...fitted, number.toString(36).slice(-Math.min(most, 8)), 'x'.repeat(least)];
  return [...fitted, ...patterned(pattern, path, number)];
}

const LONGEST = 1_000_000;
const TRIES = 20;

/** Returns candidates for a pattern. The first two candidates contain a token that the pattern may reject. */
function patterned(pattern: string, path: readonly string[], number: number): readonly string[] {
  const made = Array.from({ length: TRIES }, (_, index) =>
    patternText(pattern, createRandom(number, [...path, String(index)])),
  ).filter((text) => text !== undefined);
  const [first = ''] = made;
  return [first + token(path, number), `${first}pw${number}`, ...made];
}

/** Made-up times start in the year 2040, and therefore are never in the past. */
const FUTURE_MS = Date.UTC(2040, 0, 1);
const isoTime = (number: number) => new Date(FUTURE_MS + number * 60_000).toISOString();
const isoDay = (number: number) => new Date(FUTURE_MS + number * 86_400_000).toISOString().slice(0, 10);
const plainName = (path: readonly string[]) => (path.at(-1) ?? 'value').replaceAll(/[^a-zA-Z0-9]+/g, '-');

const FORMATS: { readonly [format: string]: (path: readonly string[], number: number) => string } = {
  'date-time': (_, number) => isoTime(number),
  'iso-date-time': (_, number) => isoTime(number),
  date: (_, number) => isoDay(number),
  time: (_, number) => isoTime(number).slice(11),
  uuid: (_, number) => `9e000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`,
  email: (path, number) => `pw-${plainName(path)}-${number}@example.com`,
  uri: (path, number) => `https://example.com/pw/${plainName(path)}/${number}`,
  url: (path, number) => `https://example.com/pw/${plainName(path)}/${number}`,
  'uri-reference': (path, number) => `/pw/${plainName(path)}/${number}`,
  hostname: (_, number) => `pw-${number}.example.com`,
  ipv4: (_, number) => `192.0.2.${1 + (number % 250)}`,
  ipv6: (_, number) => `2001:db8::${number.toString(16)}`,
  duration: (_, number) => `PT${number}M`,
  'json-pointer': (_, number) => `/pw/${number}`,
  byte: (_, number) => Buffer.from(`pw~${number}`).toString('base64'),
  'iso-time': (_, number) => isoTime(number).slice(11),
  'uri-template': (_, number) => `/pw/${number}/{id}`,
  'json-pointer-uri-fragment': (_, number) => `#/pw/${number}`,
  'relative-json-pointer': (_, number) => String(number),
  regex: (_, number) => `^pw${number}$`,
};

/** Returns a number within the bounds. Prefers a number that was not used before. */
function numberWithin(keywords: JsonObject, { whole, given, isNew }: NumberWish): number {
  const { first, room, step } = rangeOf(keywords, whole);
  // A number that ends in .5 shows whether the client rounds.
  const wanted = whole || typeof keywords.multipleOf === 'number' ? given : 2 * given + 1;
  const numberAt = (index: number) => {
    const offset = room === Number.POSITIVE_INFINITY ? wanted + index : (wanted + index) % room;
    return (first + offset) * step;
  };
  for (let index = 0; index < Math.min(room, MOST_TRIES); index += 1)
    if (isNew(numberAt(index))) return numberAt(index);
  return numberAt(0);
}

interface NumberWish {
  readonly whole: boolean;
  readonly given: number;
  readonly isNew: (number: number) => boolean;
}

const MOST_TRIES = 500;
/** Made-up numbers start here, because smaller numbers occur in many places by chance. */
const USUAL = 1000;

/** There are `room` allowed numbers: `first * step`, `(first + 1) * step`, and so on. */
function rangeOf(keywords: JsonObject, whole: boolean) {
  const read = (name: string) => (isNumeric(keywords[name]) ? Number(keywords[name]) : undefined);
  const step = read('multipleOf') ?? (whole ? 1 : 0.5);
  const above = read('exclusiveMinimum');
  const below = read('exclusiveMaximum');
  const least = read('minimum') ?? (above === undefined ? undefined : above + step);
  const most = read('maximum') ?? (below === undefined ? undefined : below - step);
  const isNarrow = most !== undefined && most < 2 * USUAL;
  const from = isNarrow ? (least ?? most - USUAL) : Math.max(USUAL, least ?? USUAL);
  const first = Math.ceil(from / step);
  const room = most === undefined ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(most / step) - first + 1);
  return { first, room, step };
}
