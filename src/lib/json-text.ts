import { parse, stringify } from 'lossless-json';
import { isJsonObject, type Json } from '../model/json.ts';
import { byKey } from './compare-text.ts';

/**
 * Parses JSON like `JSON.parse`, with one difference: an integer beyond 2^53 becomes a bigint, so that it keeps all its
 * digits.
 */
export function parseJson(text: string): Json {
  const value: Json = JSON.parse(text);
  if (!LONG_NUMBER.test(text)) return value;
  const keepLast = ({ newValue }: { readonly newValue: unknown }) => newValue;
  return parse(text, null, { parseNumber: exactNumber, onDuplicateKey: keepLast }) as Json; // exactNumber creates these numbers
}

/** Parses JSON like `parseJson`, but returns undefined if the text is not JSON. */
export function tryParseJson(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** Parses JSON like `parseJson`, but returns the text unchanged if it is not JSON. */
export function jsonOrText(text: string): Json {
  const value = tryParseJson(text);
  return value === undefined ? text : value;
}

/** Writes JSON like `JSON.stringify`, with one difference: the text of a bigint is its digits. */
export function writeJson(value: unknown, space?: number): string {
  try {
    return JSON.stringify(value, null, space);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return stringify(value, null, space) ?? '';
  }
}

/** Sorts the members of every object by name, so that equal values are written as the same text. */
export function sortMembers(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortMembers);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(byKey)
      .map(([key, member]) => [key, sortMembers(member)]),
  );
}

/**
 * Returns true if two values are the same number. If one of them is a double and the other a bigint, the bigint is
 * rounded to a double before the comparison.
 */
export function isSameNumber(a: unknown, b: unknown): boolean {
  if (typeof a === typeof b) return a === b;
  return isNumeric(a) && isNumeric(b) && Number(a) === Number(b);
}

export function isNumeric(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/**
 * Matches integers that may be too large for a number, because 2^53 has sixteen digits. Some strings also match, but
 * the only effect is slower parsing.
 */
const LONG_NUMBER = /(?:^|[\s:,[])-?\d{16,}(?:[\s,\]}]|$)/;
const MOST_DIGITS = 1000;

/** Converts the text of a JSON number to a number. If a number would lose digits, converts the text to a bigint. */
export function exactNumber(digits: string): number | bigint {
  const double = Number(digits);
  if (Number.isSafeInteger(double) || !/^-?\d+$/.test(digits) || digits.length > MOST_DIGITS) return double;
  return BigInt(digits);
}
