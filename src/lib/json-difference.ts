import { diffString } from 'json-diff';
import { parseJson } from './json-text.ts';

/**
 * Maximum number of values to compare. `json-diff` compares every object of a list with every object of the other list,
 * so its time grows with the square of the list's length.
 */
const MOST_VALUES = 1000;
const MOST_LINES = 40;

/**
 * Returns the lines of a readable diff between two objects or two lists. `-` marks content of the first value only, and
 * `+` marks content of the second value only. Returns no lines for equal values, for values that are too large, and for
 * values that are not objects or lists. The lines are only shown: no decision depends on them.
 */
export function jsonDifference(before: unknown, after: unknown): readonly string[] {
  const isPair = isStructure(before) && isStructure(after) && Array.isArray(before) === Array.isArray(after);
  if (!isPair || countValues([before, after]) > MOST_VALUES) return [];
  const text = diffString(markIntegers(before), markIntegers(after), { color: false }).replaceAll(MARKED, '$1');
  const lines = text.split('\n').slice(0, -1).map(escapeControls);
  const more = lines.length - MOST_LINES;
  return more > 0 ? [...lines.slice(0, MOST_LINES), `… and ${more} more lines`] : lines;
}

/** Does the same as `jsonDifference` for two texts that may contain JSON. */
export function jsonTextDifference(before: string, after: string): readonly string[] {
  return jsonDifference(parse(before), parse(after));
}

function isStructure(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/**
 * Replaces integers with marked strings, because `json-diff` cannot print a bigint. The mark and the quotes are removed
 * afterwards.
 */
function markIntegers(value: unknown): unknown {
  const marked = JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `\u0000${inner}` : inner));
  return JSON.parse(marked);
}

const MARKED = /"\\u0000(-?\d+)"/g;

/**
 * Counts the parts of a JSON value, up to a limit. Lists may be nested thousands of levels deep, so the function uses a
 * loop in place of recursion.
 */
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

/**
 * Escapes control characters in the names of members, because `json-diff` prints these names unescaped. String values
 * are already written as JSON.
 */
function escapeControls(line: string): string {
  return line.replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

function parse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
