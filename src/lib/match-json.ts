import { isJsonObject } from '../model/json.ts';
import { compareInstants } from './compare-instants.ts';
import { formatPointer } from './json-pointer.ts';
import { isNumeric, isSameScalar } from './json-text.ts';
import { nearest } from './nearest.ts';
import { compilePattern, TOO_SLOW } from './pattern.ts';
import { describeValue, jsonTypeOf, previewValue } from './preview-value.ts';

interface Mismatch {
  readonly pointer: string;
  readonly expected: string;
  readonly observed: string;
  readonly missing?: boolean;
}

export interface MatchOptions {
  /** Returns true for a redacted value. Matchers that would examine the text accept this value. */
  readonly opaque?: (value: unknown) => boolean;
}

/** Returns every place where `actual` differs from `expected`. Members that `expected` lacks are ignored. */
export function matchJson(expected: unknown, actual: unknown, options: MatchOptions = {}): Mismatch[] {
  return match(expected, { actual, key: null, above: null, options });
}

/** The pointer to a compared value is built only for a mismatch. */
interface Spot {
  readonly actual: unknown;
  readonly key: string | number | null;
  readonly above: Spot | null;
  readonly options: MatchOptions;
}

type Members = Readonly<Record<string, unknown>>;

function match(expected: unknown, spot: Spot): Mismatch[] {
  if (isJsonObject(expected)) return matchMembers(expected, spot);
  if (Array.isArray(expected)) return matchList(expected, spot);
  return isSameScalar(expected, spot.actual) ? [] : [differs(spot, previewValue(expected))];
}

function matchMembers(expected: Members, spot: Spot): Mismatch[] {
  const keys = Object.keys(expected);
  const matchers = keys.filter(isMatcher);
  const found = matchers.flatMap((name) => applyMatcher(name, expected[name], spot));
  if (matchers.length > 0 && matchers.length === keys.length) return found;
  const { actual } = spot;
  if (!isJsonObject(actual)) return [...found, differs(spot, 'object')];
  for (const key of keys) {
    if (isMatcher(key)) continue;
    for (const inside of match(expected[key], below(spot, key, ownMember(actual, key)))) found.push(inside);
  }
  return found;
}

function isMatcher(key: string): boolean {
  return key.startsWith('$');
}

function matchList(expected: readonly unknown[], spot: Spot): Mismatch[] {
  const { actual } = spot;
  if (!Array.isArray(actual)) return [differs(spot, `list of ${expected.length}`)];
  if (actual.length !== expected.length)
    return [differs(spot, `list of ${expected.length}`, `list of ${actual.length}`)];
  return expected.flatMap((item, index) => match(item, below(spot, index, actual[index])));
}

type Matcher = (argument: unknown, spot: Spot) => Mismatch[];

const MATCHERS: { readonly [name: string]: Matcher } = {
  $absent: (argument, spot) => matchPresence(argument === false, spot),
  $present: (argument, spot) => matchPresence(argument !== false, spot),
  $type: matchType,
  $match: matchPattern,
  $not: matchNot,
  $any: matchAny,
  $length: matchLength,
  $contains: matchContains,
  $each: matchEach,
  $unordered: matchUnordered,
  $gte: matchOrder('>=', (order) => order >= 0),
  $gt: matchOrder('>', (order) => order > 0),
  $lte: matchOrder('<=', (order) => order <= 0),
  $lt: matchOrder('<', (order) => order < 0),
};

export const MATCHER_NAMES: readonly string[] = Object.keys(MATCHERS);

function applyMatcher(name: string, argument: unknown, spot: Spot): Mismatch[] {
  const matcher = Object.hasOwn(MATCHERS, name) ? MATCHERS[name] : undefined;
  if (matcher !== undefined) return matcher(argument, spot);
  const near = nearest(name, MATCHER_NAMES);
  const hint = near === undefined ? MATCHER_NAMES.join(', ') : near;
  return [differs(spot, `a known matcher instead of ${previewValue(name)}: ${hint}`)];
}

function matchPresence(present: boolean, spot: Spot): Mismatch[] {
  if ((spot.actual !== undefined) === present) return [];
  return [differs(spot, present ? 'any value' : 'nothing')];
}

function matchType(argument: unknown, spot: Spot): Mismatch[] {
  const type = jsonTypeOf(spot.actual);
  if (argument === type || (argument === 'number' && type === 'integer')) return [];
  return [differs(spot, String(argument), describeValue(spot.actual))];
}

function matchPattern(argument: unknown, spot: Spot): Mismatch[] {
  const expected = `a string that matches ${previewValue(argument)}`;
  const pattern = typeof argument === 'string' ? compilePattern(argument) : undefined;
  if (pattern === undefined) return [differs(spot, `${expected}, which is not a valid pattern`)];
  if (isOpaque(spot)) return [];
  if (typeof spot.actual === 'string' && pattern.test(spot.actual)) return [];
  return [differs(spot, pattern.isTooSlow() ? `${expected} (${TOO_SLOW})` : expected)];
}

function matchNot(argument: unknown, spot: Spot): Mismatch[] {
  // Redacted content passes a matcher and also its negation, because the content is unknown.
  if (isOpaque(spot) && isJsonObject(argument)) return [];
  return match(argument, spot).length > 0 ? [] : [differs(spot, `not ${previewValue(argument)}`)];
}

function matchAny(argument: unknown, spot: Spot): Mismatch[] {
  const choices = listOf(argument);
  if (choices.some((choice) => match(choice, spot).length === 0)) return [];
  return [differs(spot, `one of ${choices.map((choice) => previewValue(choice, 60)).join(', ')}`)];
}

function matchLength(argument: unknown, spot: Spot): Mismatch[] {
  const { actual } = spot;
  if (isOpaque(spot)) return [];
  const length = lengthOf(actual);
  const expected = `length ${previewValue(argument)}`;
  if (length === undefined) return [differs(spot, expected)];
  return match(argument, { ...spot, actual: length }).length === 0 ? [] : [differs(spot, expected, `length ${length}`)];
}

function lengthOf(value: unknown): number | undefined {
  if (Array.isArray(value)) return value.length;
  if (typeof value === 'string') return [...value].length;
  return isJsonObject(value) ? Object.keys(value).length : undefined;
}

function matchContains(argument: unknown, spot: Spot): Mismatch[] {
  const { actual } = spot;
  if (isOpaque(spot)) return [];
  if (Array.isArray(actual)) {
    const held = actual.some((item, index) => match(argument, below(spot, index, item)).length === 0);
    return held ? [] : [differs(spot, `a list that contains the item ${previewValue(argument)}`)];
  }
  const held = typeof actual === 'string' && typeof argument === 'string' && actual.includes(argument);
  return held ? [] : [differs(spot, `a list or string that contains ${previewValue(argument)}`)];
}

function matchEach(argument: unknown, spot: Spot): Mismatch[] {
  const { actual } = spot;
  if (!Array.isArray(actual)) return [differs(spot, 'list')];
  return actual.flatMap((item, index) => match(argument, below(spot, index, item)));
}

function matchUnordered(argument: unknown, spot: Spot): Mismatch[] {
  const { actual } = spot;
  const wanted = listOf(argument);
  if (!Array.isArray(actual)) return [differs(spot, `list of ${wanted.length}`)];
  if (actual.length !== wanted.length) return [differs(spot, `list of ${wanted.length}`, `list of ${actual.length}`)];
  const fits = wanted.map((item) => actual.map((value, index) => match(item, below(spot, index, value)).length === 0));
  const lonely = unpairedRow(fits);
  return lonely === undefined ? [] : [differs(spot, `an item ${previewValue(wanted[lonely])} at any position`)];
}

/** Assigns each row to a different column, if `fits` allows it. Returns the first row that gets no column. */
function unpairedRow(fits: readonly (readonly boolean[])[]): number | undefined {
  const rowOf = new Map<number, number>();
  const place = (row: number, tried: Set<number>): boolean =>
    (fits[row] ?? []).some((fit, column) => {
      if (!fit || tried.has(column)) return false;
      tried.add(column);
      const holder = rowOf.get(column);
      if (holder !== undefined && !place(holder, tried)) return false;
      rowOf.set(column, row);
      return true;
    });
  const lonely = fits.findIndex((_, row) => !place(row, new Set()));
  return lonely === -1 ? undefined : lonely;
}

function matchOrder(sign: string, holds: (order: number) => boolean): Matcher {
  return (argument, spot) => {
    if (isOpaque(spot)) return [];
    const order = orderOf(spot.actual, argument);
    return order !== undefined && holds(order) ? [] : [differs(spot, `${sign} ${previewValue(argument)}`)];
  };
}

function orderOf(a: unknown, b: unknown): number | undefined {
  if (isNumeric(a) && isNumeric(b)) return a < b ? -1 : a > b ? 1 : 0;
  return typeof a === 'string' && typeof b === 'string' ? compareInstants(a, b) : undefined;
}

function differs(spot: Spot, expected: string, observed = previewValue(spot.actual)): Mismatch {
  const mismatch = { pointer: pointerOf(spot), expected, observed };
  return spot.actual === undefined ? { ...mismatch, missing: true } : mismatch;
}

function below(spot: Spot, key: string | number, actual: unknown): Spot {
  return { actual, key, above: spot, options: spot.options };
}

function pointerOf({ key, above }: Spot): string {
  return (above === null ? '' : pointerOf(above)) + (key === null ? '' : formatPointer([key]));
}

function isOpaque(spot: Spot): boolean {
  return spot.options.opaque?.(spot.actual) ?? false;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function ownMember(object: Members, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
