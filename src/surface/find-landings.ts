import { foldName } from '../lib/fold-name.ts';
import { formatPointer, parsePointer, readPointer } from '../lib/json-pointer.ts';
import { writeJson } from '../lib/json-text.ts';
import type { Landing, Leaf } from '../model/client-surface.ts';
import type { ContractSet, Place } from '../model/contract.ts';
import type { DriverValue } from '../model/driver.ts';
import { isJsonObject, type Json } from '../model/json.ts';
import type { ClientCall } from '../model/trace.ts';
import { bareName, readWire, wireSpellingAt, wireValueAt } from '../wire/wire-reading.ts';
import { isEmptyObject, steadyChanges } from './compare-calls.ts';
import { leavesOf, routesOf, scalarsIn } from './leaves.ts';
import { holdsEncoded, isCarried, type Mark, marksOf } from './marks.ts';
import type { Volatile } from './volatile.ts';

interface LandingQuestion {
  readonly call: ClientCall;
  /** The call that lacks only the searched argument, or null if the trace has no such call. */
  readonly reference: ClientCall | null;
  readonly given: DriverValue;
  readonly contracts: ContractSet;
  /** The values at these places differ in every call, so the places are ignored. */
  readonly volatile?: Volatile;
}

/** Finds where a value is sent. If no place contains the value, returns the places that differ from the call `reference`. */
export function findLandings(question: LandingQuestion): readonly Landing[] {
  const { call, given, contracts } = question;
  const leaves = leavesOf(call.exchanges, contracts);
  const marks = marksOf(given);
  const carried = leaves.flatMap((leaf) => {
    const exchange = call.exchanges[leaf.request];
    const body = exchange === undefined ? undefined : readWire(exchange, contracts).body;
    const found = marks.filter((mark) => scalarsIn(leaf.value).some(({ value }) => isCarried(mark, value)));
    return shortest(found.map((mark) => ({ request: leaf.request, place: rootPlace(leaf.place, mark.path, body) })));
  });
  const keyed = carried.length > 0 ? [] : leaves.flatMap((leaf) => keySpots(leaf, marks));
  const spots = [carried, keyed].find(({ length }) => length > 0) ?? changedSpots(question, leaves);
  return unique(spots).map((spot) => landingAt(spot, question));
}

/** If several places in the body contain the value, only the outermost place is kept. */
function shortest(spots: readonly Spot[]): readonly Spot[] {
  const length = Math.min(...spots.map(({ place }) => place.name.length));
  return spots.filter(({ place }) => place.location !== 'body' || place.name.length === length);
}

/** A body may contain a value as the name of a member, such as a port in `{"80/tcp": {}}`. */
function keySpots({ request, place }: Leaf, marks: readonly Mark[]): readonly Spot[] {
  if (place.location !== 'body') return [];
  const tokens = parsePointer(place.name);
  const at = tokens.findIndex((token) => marks.some(({ isIn }) => isIn(token) || token.split('/').some(isIn)));
  return at === -1 ? [] : [{ request, place: { ...place, name: formatPointer(tokens.slice(0, at)) } }];
}

interface Spot {
  readonly request: number;
  readonly place: Place;
}

function changedSpots(
  { reference, call, given, contracts, volatile = new Map() }: LandingQuestion,
  leaves: readonly Leaf[],
): readonly Spot[] {
  if (reference === null) return [];
  // An argument such as `wait` may cause a further request that does not contain the argument.
  const [before, now] = [reference, call].map(({ exchanges }) => new Set(routesOf(exchanges)));
  const changes = steadyChanges(leavesOf(reference.exchanges, contracts), leaves, volatile).filter(
    ({ route, before: was, after }) =>
      before?.has(route) &&
      now?.has(route) &&
      !(was === null && after === undefined) && // a missing null says nothing about a value
      (after === undefined || !isEmptyObject(after)) &&
      !isToken(after),
  );
  // If one changed place has exactly the given value, the other changes are side effects.
  const exact = changes.flatMap((change) =>
    isValue(change.after, given)
      ? [change]
      : [...memberOf(given, change), ...listAround(change, { call, given, contracts })],
  );
  return (exact.length > 0 ? exact : changes).map(({ request, place }) => ({ request, place }));
}

function listAround(
  { request, place }: Spot,
  { call, given, contracts }: Omit<LandingQuestion, 'reference'>,
): readonly Spot[] {
  const exchange = call.exchanges[request];
  if (place.location !== 'body' || !Array.isArray(given) || exchange === undefined) return [];
  const around = { ...place, name: formatPointer(parsePointer(place.name).slice(0, -1)) };
  return isValue(wireValueAt(readWire(exchange, contracts), around), given) ? [{ request, place: around }] : [];
}

/** Finds the place of an object by one of its members: `{ all: true }` is sent where a member `all` becomes `true`. */
function memberOf(
  given: DriverValue,
  { request, place, after }: Spot & { readonly after: Json | undefined },
): readonly Spot[] {
  if (place.location !== 'body' || !isJsonObject(given)) return [];
  const tokens = parsePointer(place.name);
  const [, own] = Object.entries(given).find(([name]) => name === tokens.at(-1)) ?? [];
  if (own === undefined || !isValue(after, own)) return [];
  return [{ request, place: { ...place, name: formatPointer(tokens.slice(0, -1)) } }];
}

/** Returns true for an identifier that changes with every call, such as a trace id. */
function isToken(value: Json | undefined): boolean {
  return typeof value === 'string' && /\b[0-9a-f]{16,}\b/i.test(value);
}

export function isValue(after: Json | undefined, given: DriverValue): boolean {
  if (after === undefined) return false;
  if (writeJson(after) === writeJson(given)) return true;
  return typeof after === 'string' && typeof given !== 'object' && after.toLowerCase() === String(given).toLowerCase();
}

/** Finds the place of a whole value, such as a list, from the place of a part, such as an item. */
function rootPlace({ location, name }: Place, path: readonly (string | number)[], body: Json | undefined): Place {
  if (location === 'query') return { location, name: bareName(name) };
  if (location !== 'body') return { location, name };
  const tokens = [...parsePointer(name)];
  const inside = path.map(String);
  while (inside.length > 0 && tokens.length > 0 && isSameName(tokens.at(-1), inside.at(-1))) {
    tokens.pop();
    inside.pop();
  }
  const isItem = () => tokens.length > 1 && Array.isArray(readPointer(body, formatPointer(tokens.slice(0, -1))));
  while (isItem()) tokens.pop();
  return { location, name: formatPointer(tokens) };
}

/** Names may differ in spelling: `match_labels` and `matchLabels`. */
function isSameName(sent = '', given = ''): boolean {
  return sent === given || (foldName(sent) === foldName(given) && foldName(sent) !== '');
}

function unique(spots: readonly Spot[]): readonly Spot[] {
  const seen = new Map(spots.map((spot) => [`${spot.request} ${spot.place.location} ${spot.place.name}`, spot]));
  return [...seen.values()];
}

export function landingAt(
  { request, place }: Spot,
  { call, given, contracts }: Pick<LandingQuestion, 'call' | 'given' | 'contracts'>,
): Landing {
  const exchange = call.exchanges[request];
  if (exchange === undefined) return { request, operation: null, place, given, sent: null };
  const reading = readWire(exchange, contracts);
  const spelling = wireSpellingAt(reading, place);
  const sent = wireValueAt(reading, place) ?? null;
  return {
    ...{ request, operation: exchange.operation, place, given, sent },
    ...(holdsEncoded(sent, given) && { encoded: true }),
    ...(place.location === 'body' && reading.textual && { textual: true }),
    ...(spelling !== undefined && { spelling }),
  };
}
