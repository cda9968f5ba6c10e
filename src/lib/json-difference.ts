import { diffString } from 'json-diff';
import { tryParseJson } from './json-text.ts';

/** Maximum number of compared values, because the time of `json-diff` grows with the square of a list's length. */
const MOST_VALUES = 1000;
const MOST_LINES = 40;

/** Returns a readable diff of two objects or two lists. If the values are too large, the diff is empty. */
export function jsonDifference(before: unknown, after: unknown): readonly string[] {
  const isPair = isStructure(before) && isStructure(after) && Array.isArray(before) === Array.isArray(after);
  if (!isPair || countValues([before, after]) > MOST_VALUES) return [];
  const text = diffString(markIntegers(before), markIntegers(after), { color: false }).replaceAll(MARKED, '$1');
  const lines = text.split('\n').slice(0, -1).map(escapeControls);
  const more = lines.length - MOST_LINES;
  return more > 0 ? [...lines.slice(0, MOST_LINES), `… and ${more} more lines`] : lines;
}

/** Like `jsonDifference`, for two texts that may be JSON. */
export function jsonTextDifference(before: string, after: string): readonly string[] {
  return jsonDifference(tryParseJson(before), tryParseJson(after));
}

function isStructure(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Writes each bigint as a marked text, because `json-diff` cannot print bigints. */
function markIntegers(value: unknown): unknown {
  const marked = JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `\u0000${inner}` : inner));
  return JSON.parse(marked);
}

const MARKED = /"\\u0000(-?\d+)"/g;

/** Uses no recursion, because lists may be nested thousands of levels deep. */
function countValues(values: readonly unknown[]): number {
  const stack = [...values];
  let count = 0;
  for (; stack.length > 0 && count <= MOST_VALUES; count++) {
    const value = stack.pop();
    if (!isStructure(value)) continue;
    for (const member of Object.values(value).slice(0, MOST_VALUES + 1)) stack.push(member);
  }
  return count;
}

/** Escapes control characters, because `json-diff` prints the names of members unescaped. */
function escapeControls(line: string): string {
  return line.replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
