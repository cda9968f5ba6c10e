import { parse, stringify } from 'lossless-json';
import { isJsonObject, type Json } from '../model/json.ts';

/** As `JSON.parse`, but an integer beyond 2^53 becomes a bigint, which keeps all its digits. */
export function parseJson(text: string): Json {
  const value: Json = JSON.parse(text);
  if (!LONG_NUMBER.test(text)) return value;
  const keepLast = ({ newValue }: { readonly newValue: unknown }) => newValue;
  return parse(text, null, { parseNumber: exactNumber, onDuplicateKey: keepLast }) as Json; // numbers come from exactNumber
}

/** As `parseJson`; undefined where the text is not JSON. */
export function tryParseJson(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** As `parseJson`; the text itself where it is not JSON. */
export function jsonOrText(text: string): Json {
  const value = tryParseJson(text);
  return value === undefined ? text : value;
}

/** As `JSON.stringify`, but a bigint is written as its digits. */
export function writeJson(value: unknown, space?: number): string {
  try {
    return JSON.stringify(value, null, space);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return stringify(value, null, space) ?? '';
  }
}

/** The value with the members of every object in the order of their names: the same text for the same value. */
export function sortMembers(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortMembers);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sortMembers(member)]),
  );
}

/** Whether two values are the same number. Of one that is a double beyond 2^53, no more than a double is known. */
export function isSameNumber(a: unknown, b: unknown): boolean {
  if (typeof a === typeof b) return a === b;
  return isNumeric(a) && isNumeric(b) && Number(a) === Number(b);
}

export function isNumeric(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** Integers from 2^53 on have sixteen digits or more. A fraction may have as many: then the text is only read more slowly. */
const LONG_NUMBER = /\d{16}/;
const MOST_DIGITS = 1000;

/** The text of a JSON number as a number, or as a bigint where a number would lose digits. */
export function exactNumber(digits: string): number | bigint {
  const double = Number(digits);
  if (Number.isSafeInteger(double) || !/^-?\d+$/.test(digits) || digits.length > MOST_DIGITS) return double;
  return BigInt(digits);
}
