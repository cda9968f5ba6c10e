import { writeJson } from '../lib/json-text.ts';
import type { Leaf } from '../model/client-surface.ts';
import type { ContractSet } from '../model/contract.ts';
import type { Json } from '../model/json.ts';
import type { ClientCall } from '../model/trace.ts';
import { changesBetween, leafKey } from './compare-calls.ts';
import { leavesOf } from './leaves.ts';

/** Keys of the places whose values differ between two equal calls: a uuid, a time, a port, a token. */
export type Volatile = ReadonlySet<string>;

/**
 * Compares the base with the calls before it that were given the same, and looks for times of the client's own clock. Calls after the
 * base do not count: an argument that was given in between may have been kept.
 */
export function volatilePlaces(base: ClientCall, calls: readonly ClientCall[], contracts: ContractSet): Volatile {
  const own = leavesOf(base.exchanges, contracts);
  const given = writeJson(base.arguments);
  const end = calls.indexOf(base);
  const equal = (end === -1 ? calls : calls.slice(0, end)).filter((call) => writeJson(call.arguments) === given);
  const changed = equal.flatMap((call) => changesBetween(own, leavesOf(call.exchanges, contracts)));
  return new Set([
    ...changed.filter(({ before, after }) => before !== undefined && after !== undefined).map(leafKey),
    ...own.filter((leaf) => isOfClock(leaf.value, base.exchanges[leaf.request]?.at)).map(leafKey),
  ]);
}

/** A constant value as a snapshot shows it: the same in every trace. undefined: it is the same anyway. */
export function maskValue({ value, ...spot }: Leaf, volatile: Volatile, at: number | undefined): string | undefined {
  const isVolatile = volatile.has(leafKey(spot));
  if (isOfClock(value, at)) return '<time>';
  if (typeof value !== 'string') return isVolatile ? '<token>' : undefined;
  const masked = maskText(value);
  if (masked !== value) return masked;
  return isVolatile ? '<token>' : undefined;
}

/** What is never the same twice, by its pattern. */
export function maskText(text: string): string {
  return text
    .replaceAll(UUID, '<uuid>')
    .replaceAll(TIME, '<time>')
    .replaceAll(/\b(127\.0\.0\.1|localhost|\[::1\]):\d+/g, '$1:<port>');
}

const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
const TIME = /\b20\d\d-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/g;

/** The same of a text that was printed twice; words that differ are tokens. */
export function maskDifferences(text: string, again: string): string {
  const [words, others] = [text, again].map((each) => maskText(each).split(WORDS)) as [string[], string[]]; // of two texts
  if (words.length !== others.length) return maskText(text);
  return words.map((word, index) => (word === others[index] ? word : '<token>')).join('');
}

const WORDS = /([\p{L}\p{N}_-]+)/u;

/** Half an hour: the clocks are the same one, and a client may ask for something a little earlier or later. */
const NEAR_MS = 30 * 60_000;

/** It reads as a time about when it was sent. */
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
  // A date alone is a day, which is none of the client's clock; `Date.parse` reads much that is no time.
  if (!/\d:\d\d/.test(value)) return undefined;
  const instant = Date.parse(value);
  return Number.isNaN(instant) ? undefined : instant;
}

const NUMBER = /^1\d{9}(?:\.\d+|\d{3})?$/;
