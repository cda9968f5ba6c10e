import { parse, stringify } from 'lossless-json';
import { isJsonObject, type Json } from '../model/json.ts';
import { byKey } from './compare-text.ts';

/** Parses JSON like `JSON.parse`. An integer beyond 2^53 becomes a bigint, which keeps all digits. */
export function parseJson(text: string): Json {
  const value: Json = JSON.parse(text);
  if (!LONG_NUMBER.test(text)) return value;
  const keepLast = ({ newValue }: { readonly newValue: unknown }) => newValue;
  return parse(text, null, { parseNumber: exactNumber, onDuplicateKey: keepLast }) as Json; // safe cast: the parser returns JSON values and bigints
}

export function tryParseJson(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

export function jsonOrText(text: string): Json {
  const value = tryParseJson(text);
  return value === undefined ? text : value;
}

/** Writes JSON like `JSON.stringify`, but also accepts bigints and writes their digits. */
export function writeJson(value: unknown, space?: number): string {
  try {
    return JSON.stringify(value, null, space);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return stringify(value, null, space) ?? '';
  }
}

/** Sorts all members by name. Equal values then have equal text. */
export function sortMembers(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortMembers);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(byKey)
      .map(([key, member]) => [key, sortMembers(member)]),
  );
}

/** A bigint and a number are compared as numbers. The bigint may be rounded. */
export function isSameScalar(a: unknown, b: unknown): boolean {
  if (typeof a === typeof b) return a === b;
  return isNumeric(a) && isNumeric(b) && Number(a) === Number(b);
}

export function isNumeric(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** Matches an integer with 16 or more digits. A JavaScript number could lose some of the digits. */
const LONG_NUMBER = /(?:^|[\s:,[])-?\d{16,}(?:[\s,\]}]|$)/;
const MOST_DIGITS = 1000;

/** Converts the text of a JSON number to a number, or to a bigint if a number would lose digits. */
export function exactNumber(digits: string): number | bigint {
  const double = Number(digits);
  if (Number.isSafeInteger(double) || !/^-?\d+$/.test(digits) || digits.length > MOST_DIGITS) return double;
  return BigInt(digits);
}
