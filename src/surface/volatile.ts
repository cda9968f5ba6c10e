import { writeJson } from '../lib/json-text.ts';
import type { Leaf } from '../model/client-surface.ts';
import type { ContractSet } from '../model/contract.ts';
import type { Json } from '../model/json.ts';
import type { ClientCall } from '../model/trace.ts';
import { changesBetween, leafKey } from './compare-calls.ts';
import { leavesOf } from './leaves.ts';

/** Maps each varying place to its value in an earlier call, or to undefined if the place contains the current time. */
export type Volatile = ReadonlyMap<string, Json | undefined>;

/** Calls after the base call are left out, because the client may keep an argument of such a call. */
export function volatilePlaces(base: ClientCall, calls: readonly ClientCall[], contracts: ContractSet): Volatile {
  const own = leavesOf(base.exchanges, contracts);
  const given = writeJson(base.arguments);
  const end = calls.indexOf(base);
  const equal = (end === -1 ? calls : calls.slice(0, end)).filter((call) => writeJson(call.arguments) === given);
  const changed = equal.flatMap((call) => changesBetween(own, leavesOf(call.exchanges, contracts)));
  const differing = changed.filter(({ before, after }) => before !== undefined && after !== undefined);
  const timed = own.filter((leaf) => isOfClock(leaf.value, base.exchanges[leaf.request]?.at));
  return new Map<string, Json | undefined>([
    ...timed.map((leaf) => [leafKey(leaf), undefined] as const),
    ...differing.map((change) => [leafKey(change), change.after] as const),
  ]);
}

/** Returns the mask of a varying value, such as `<time>`, or undefined for a constant value. */
export function maskValue({ value, ...spot }: Leaf, volatile: Volatile, at: number | undefined): string | undefined {
  const key = leafKey(spot);
  const isVolatile = volatile.has(key);
  if (isOfClock(value, at)) return '<time>';
  if (typeof value !== 'string') return isVolatile ? '<token>' : undefined;
  const masked = maskText(value);
  if (masked === value) return isVolatile ? '<token>' : undefined;
  const again = volatile.get(key);
  return typeof again === 'string' ? maskDifferences(value, again) : masked;
}

export function maskText(text: string): string {
  return text
    .replaceAll(UUID, '<uuid>')
    .replaceAll(TIME, '<time>')
    .replaceAll(/\b(127\.0\.0\.1|localhost|\[::1\]):\d+/g, '$1:<port>');
}

const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
const TIME = /\b20\d\d-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/g;

export function maskDifferences(text: string, again: string): string {
  const [words, others] = [text, again].map((each) => maskText(each).split(WORDS)) as [string[], string[]]; // safe cast: two texts give two lists
  if (words.length !== others.length) return maskText(text);
  return words.map((word, index) => (word === others[index] ? word : '<token>')).join('');
}

const WORDS = /([\p{L}\p{N}_-]+)/u;

/** A value counts as the current time if it is this near to the time of the request. Clients often add minutes. */
const NEAR_MS = 30 * 60_000;

function isOfClock(value: Json, at: number | undefined): boolean {
  if (at === undefined) return false;
  const instant = instantOf(value);
  return instant !== undefined && Math.abs(instant - at) < NEAR_MS;
}

function instantOf(value: Json): number | undefined {
  const number =
    typeof value === 'number' ? value : typeof value === 'string' && NUMBER.test(value) ? Number(value) : undefined;
  if (number !== undefined) return number > 1e12 ? number : number * 1000;
  if (typeof value !== 'string' || !/\d{4}/.test(value) || value.length > 40) return undefined;
  // A text without hours and minutes is no current time, even if `Date.parse` accepts the text.
  if (!/\d:\d\d/.test(value)) return undefined;
  const instant = Date.parse(value);
  return Number.isNaN(instant) ? undefined : instant;
}

const NUMBER = /^1\d{9}(?:\.\d+|\d{3})?$/;
