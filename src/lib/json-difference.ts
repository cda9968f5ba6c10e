import { diffString } from 'json-diff';
import { parseJson } from './json-text.ts';

/** `json-diff` compares every object of a list with every other one: its time grows with the square of their number. */
const MOST_VALUES = 1000;
const MOST_LINES = 40;

/**
 * The lines of a difference between two objects or two lists, for people: `-` before what only the first has, `+` before
 * what only the second has. Nothing for other values, for equal ones, and for values that are too large. It decides nothing.
 */
export function jsonDifference(before: unknown, after: unknown): readonly string[] {
  const isPair = isStructure(before) && isStructure(after) && Array.isArray(before) === Array.isArray(after);
  if (!isPair || countValues([before, after]) > MOST_VALUES) return [];
  const text = diffString(markIntegers(before), markIntegers(after), { color: false }).replaceAll(MARKED, '$1');
  const lines = text.split('\n').slice(0, -1).map(escapeControls);
  const more = lines.length - MOST_LINES;
  return more > 0 ? [...lines.slice(0, MOST_LINES), `… and ${more} more lines`] : lines;
}

/** The same for two texts that may hold JSON. */
export function jsonTextDifference(before: string, after: string): readonly string[] {
  return jsonDifference(parse(before), parse(after));
}

function isStructure(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** `json-diff` cannot write a bigint: it compares a text instead, whose mark and quotes are taken away afterwards. */
function markIntegers(value: unknown): unknown {
  const marked = JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `\u0000${inner}` : inner));
  return JSON.parse(marked);
}

const MARKED = /"\\u0000(-?\d+)"/g;

/** Stops counting behind the limit. A loop: lists may be nested thousands deep. */
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

/** Names of members are written as they are; strings are JSON already. */
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
