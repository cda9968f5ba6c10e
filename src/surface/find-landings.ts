import { formatPointer, parsePointer, readPointer } from '../lib/json-pointer.ts';
import type { Landing, Leaf } from '../model/client-surface.ts';
import type { ContractSet, Place } from '../model/contract.ts';
import type { DriverValue } from '../model/driver.ts';
import { isJsonObject, type Json } from '../model/json.ts';
import type { ClientCall } from '../model/trace.ts';
import { changesBetween } from './compare-calls.ts';
import { bodyOf, leavesOf } from './leaves.ts';
import { marksOf } from './marks.ts';

export interface LandingQuestion {
  readonly call: ClientCall;
  /** The same call without the argument; null when there is none. */
  readonly reference: ClientCall | null;
  readonly given: DriverValue;
  readonly contracts: ContractSet;
}

/**
 * Where a value arrives: the places that hold one of its marks. A value that cannot be recognised (a boolean, one of an
 * enumeration) arrives where something is otherwise than without it.
 */
export function findLandings(question: LandingQuestion): readonly Landing[] {
  const { call, given, contracts } = question;
  const leaves = leavesOf(call.exchanges, contracts);
  const marks = marksOf(given);
  const carried = leaves.flatMap((leaf) =>
    marks.filter((mark) => mark.isIn(leaf.value)).map((mark) => ({ leaf, mark })),
  );
  const spots =
    carried.length > 0
      ? carried.map(({ leaf, mark }) => ({ request: leaf.request, place: rootPlace(leaf.place, mark.path) }))
      : changedSpots(question, leaves);
  return unique(spots).map((spot) => landing(spot, question));
}

interface Spot {
  readonly request: number;
  readonly place: Place;
}

function changedSpots(
  { reference, call, given, contracts }: LandingQuestion,
  leaves: readonly Leaf[],
): readonly Spot[] {
  if (reference === null) return [];
  const changes = changesBetween(leavesOf(reference.exchanges, contracts), leaves).filter(
    ({ request, after }) => request < call.exchanges.length && !isEmptyObject(after),
  );
  // What holds the very value is where it arrives; the rest came with it.
  const exact = changes.filter(({ after }) => isValue(after, given));
  return (exact.length > 0 ? exact : changes).map(({ request, place }) => ({ request, place }));
}

/** Nothing arrives in an object that was made and left empty. */
function isEmptyObject(value: Json | undefined): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0;
}

function isValue(after: Json | undefined, given: DriverValue): boolean {
  if (after === undefined) return false;
  if (JSON.stringify(after) === JSON.stringify(given)) return true;
  return typeof after === 'string' && typeof given !== 'object' && after.toLowerCase() === String(given).toLowerCase();
}

/** The place of the whole value, from the place of one of its parts. */
function rootPlace({ location, name }: Place, path: readonly (string | number)[]): Place {
  if (location === 'query') return { location, name: name.replace(/\[\d*\]$/, '') };
  if (location !== 'body') return { location, name };
  const tokens = [...parsePointer(name)];
  const inside = path.map(String);
  while (inside.length > 0 && tokens.length > 0 && tokens.at(-1) === inside.at(-1)) {
    tokens.pop();
    inside.pop();
  }
  return { location, name: formatPointer(tokens) };
}

function unique(spots: readonly Spot[]): readonly Spot[] {
  const seen = new Map(spots.map((spot) => [`${spot.request} ${spot.place.location} ${spot.place.name}`, spot]));
  return [...seen.values()];
}

function landing({ request, place }: Spot, { call, given, contracts }: LandingQuestion): Landing {
  const exchange = call.exchanges[request];
  const sent = exchange === undefined ? null : valueAt(place, { call, request, contracts });
  return { request, operation: exchange?.operation ?? null, place, given, sent };
}

interface Where {
  readonly call: ClientCall;
  readonly request: number;
  readonly contracts: ContractSet;
}

/** What stands at a place; several texts of one name as a list. */
function valueAt(place: Place, { call, request, contracts }: Where): Json {
  const exchange = call.exchanges[request];
  if (exchange === undefined) return null;
  if (place.location === 'body') {
    const found = readPointer(bodyOf(exchange.request) ?? null, place.name);
    return isJson(found) ? found : null;
  }
  const same = (name: string) => name.replace(/\[\d*\]$/, '').toLowerCase() === place.name.toLowerCase();
  const texts = leavesOf(call.exchanges, contracts)
    .filter((leaf) => leaf.request === request && leaf.place.location === place.location && same(leaf.place.name))
    .map(({ value }) => value);
  return texts.length > 1 ? texts : (texts[0] ?? null);
}

function isJson(value: unknown): value is Json {
  return (
    value === null ||
    ['boolean', 'number', 'string'].includes(typeof value) ||
    Array.isArray(value) ||
    isJsonObject(value)
  );
}
