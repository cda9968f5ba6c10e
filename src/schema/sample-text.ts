import { compilePattern } from '../lib/pattern.ts';
import { likenessOfText } from '../lib/placeholders.ts';
import { uniqueText, variety } from '../lib/unique-text.ts';
import { patternText } from './pattern-text.ts';
import type { Random } from './random.ts';
import { numberOf, type Shape, textKeyword } from './shape.ts';

interface TextWish {
  readonly label: string;
  readonly random: Random;
}

/** Returns an allowed text. The text may contain references such as `${run.id}`. */
export function sampleText(shape: Shape, wish: TextWish): string | undefined {
  for (const candidate of candidates(shape, wish))
    if (candidate !== undefined && admits(shape, candidate)) return candidate;
  return undefined;
}

export function admits(shape: Shape, template: string): boolean {
  const text = likenessOfText(template);
  const length = [...text].length;
  if (length < (numberOf(shape, 'minLength') ?? 0)) return false;
  if (length > (numberOf(shape, 'maxLength') ?? length)) return false;
  const pattern = textKeyword(shape, 'pattern');
  return pattern === undefined || compilePattern(pattern)?.test(text) !== false;
}

/** Returns an allowed text with exactly `length` characters, repeating `fill` as needed. */
export function textOfLength(
  shape: Shape,
  length: number,
  { fill, ...wish }: TextWish & { readonly fill: string },
): string | undefined {
  if (length > LONGEST) return undefined;
  const format = textKeyword(shape, 'format');
  const pattern = textKeyword(shape, 'pattern');
  if (format !== undefined)
    return /^(uri|url|iri)$/.test(format) ? padded('https://example.com/', length, fill) : undefined;
  const unique = [`\${uuid.${wish.label}}`, `\${ulid.${wish.label}}`].map((start) => padded(start, length, fill));
  const plain = padded('', length, fill);
  if (pattern === undefined) return unique.find((text) => text !== undefined) ?? plain;
  const fits = (text: string | undefined) =>
    text !== undefined && compilePattern(pattern)?.test(likenessOfText(text)) === true;
  return unique.find(fits) ?? patternText(pattern, wish.random, length) ?? (fits(plain) ? plain : undefined);
}

/** Maximum length of a made-up text. A longer text would only test the server's size limit. */
export const LONGEST = 1_000_000;

/** Padding longer than this appears in a plan as a reference such as `${text:5000}`. */
const LONG = 2000;

function padded(start: string, length: number, fill: string): string | undefined {
  const missing = length - [...likenessOfText(start)].length;
  if (missing < 0) return undefined;
  return start + (fill === 'x' && missing > LONG ? `\${text:${missing}}` : fill.repeat(missing));
}

function* candidates(shape: Shape, wish: TextWish): Iterable<string | undefined> {
  const format = textKeyword(shape, 'format');
  const pattern = textKeyword(shape, 'pattern');
  const formatted = format === undefined ? undefined : FORMATS[format];
  if (formatted !== undefined) {
    yield formatted(wish);
    return;
  }
  const { label } = wish;
  if (pattern === undefined) yield `\${run.id}-${label}-${wish.random.pick(WORDS)}`;
  yield* ['${run.id}', `\${uuid.${label}}`, `\${ulid.${label}}`];
  if (pattern === undefined) yield* [shortText(shape, wish), freeText(shape, wish)];
  else {
    yield* ownPatternTexts(shape, pattern, wish);
    yield patternText(pattern, wish.random);
  }
  const exact = numberOf(shape, 'minLength') ?? 0;
  if (exact <= LONGEST) yield 'x'.repeat(exact);
}

function shortText(shape: Shape, { label }: TextWish): string | undefined {
  const sample = 'x'.repeat(Math.min(10, numberOf(shape, 'maxLength') ?? 10));
  return variety(sample) < LEAST_VARIETY ? undefined : uniqueReference(sample, label);
}

/** Generates texts that match the pattern. The texts are different in every run and scenario. */
function* ownPatternTexts(shape: Shape, pattern: string, { label, random }: TextWish): Iterable<string> {
  for (const length of [16, 12, 10, 8, 6, undefined]) {
    const text = patternText(pattern, random, length) ?? '';
    const parts = [...text.matchAll(/[A-Za-z0-9]+/g)].toSorted((a, b) => b[0].length - a[0].length);
    for (const { 0: part, index } of parts) {
      if (variety(part) < LEAST_VARIETY) continue;
      const withPart = (other: string) => text.slice(0, index) + other + text.slice(index + part.length);
      const isFree = TRIES.every((name) => admits(shape, withPart(uniqueText(part, name))));
      if (isFree) yield withPart(uniqueReference(part, label));
    }
  }
}

/** A text that varies must have at least this number of possible values. Otherwise two scenarios might get equal texts. */
const LEAST_VARIETY = 100_000;
const TRIES = Array.from({ length: 16 }, (_, index) => String(index));

function uniqueReference(sample: string, label: string): string {
  return `\${unique:${sample}.${label}}`;
}

const WORDS = ['amber', 'birch', 'cedar', 'delta', 'ember', 'fjord', 'grove', 'heath', 'inlet', 'juniper'] as const;

function freeText(shape: Shape, { random }: TextWish): string {
  const most = numberOf(shape, 'maxLength') ?? 40;
  const least = Math.min(LONGEST, numberOf(shape, 'minLength') ?? 0);
  const text = `${random.pick(WORDS)} ${random.pick(WORDS)} ${random.int(1, 999)}`.padEnd(least, 'x');
  return text.slice(0, most);
}

const FORMATS: { readonly [format: string]: (wish: TextWish) => string } = {
  'date-time': () => '${now+1h}',
  'iso-date-time': () => '${now+1h}',
  date: ({ random }) => `2035-0${random.int(1, 9)}-15`,
  time: () => '12:30:00Z',
  email: ({ label }) => `\${run.id}-${label.replaceAll(/[^a-zA-Z0-9]/g, '')}@example.com`,
  hostname: () => 'example.com',
  ipv4: () => '192.0.2.1',
  ipv6: () => '2001:db8::1',
  uri: ({ label }) => `https://example.com/\${run.id}/${encodeURIComponent(label)}`,
  url: ({ label }) => `https://example.com/\${run.id}/${encodeURIComponent(label)}`,
  'uri-reference': () => '/example',
  'uri-template': () => '/example/{id}',
  'json-pointer-uri-fragment': () => '#/example',
  'relative-json-pointer': () => '0',
  'iso-time': () => '12:30:00Z',
  byte: () => 'ZXhhbXBsZQ==',
  // Protocol Buffers write int64 as text in JSON, so number formats also occur with `type: string`
  int32: ({ random }) => `${random.int(1, 999)}`,
  int64: ({ random }) => `${random.int(1, 999)}`,
  uint32: ({ random }) => `${random.int(1, 999)}`,
  uint64: ({ random }) => `${random.int(1, 999)}`,
  decimal: ({ random }) => `${random.int(1, 999)}.5`,
  uuid: ({ label }) => `\${uuid.${label}}`,
  duration: () => 'PT1H',
  'json-pointer': () => '/example',
  regex: () => '^example$',
};
