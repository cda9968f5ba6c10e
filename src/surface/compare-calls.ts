import { groupBy } from '../lib/group-by.ts';
import { writeJson } from '../lib/json-text.ts';
import type { Leaf } from '../model/client-surface.ts';
import type { ContractSet, Place } from '../model/contract.ts';
import { isJsonObject, type Json } from '../model/json.ts';
import type { ClientExchange } from '../model/trace.ts';
import { pathOf } from '../wire/match-route.ts';
import { plainBody } from '../wire/wire-reading.ts';
import { leavesOf } from './leaves.ts';
import { isMadeUp } from './marks.ts';

/** A place with different values in two calls. Undefined means that a call sent no value at this place. */
interface WireChange {
  readonly request: number;
  readonly route: string;
  readonly place: Place;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

interface Steadiness {
  readonly volatile: Pick<ReadonlySet<string>, 'has' | 'size'>;
  readonly contracts: ContractSet;
}

/** Returns true if two calls sent the same requests, apart from empty objects. */
export function isSameOnWire(
  a: readonly ClientExchange[],
  b: readonly ClientExchange[],
  { volatile, contracts }: Steadiness,
): boolean {
  if (a.length !== b.length) return false;
  if (a.every((exchange, index) => wireText(exchange) === wireText(b[index]))) return true;
  if (volatile.size === 0 || !a.every((exchange, index) => isSameRoute(exchange, b[index]))) return false;
  return steadyChanges(leavesOf(a, contracts), leavesOf(b, contracts), volatile).every(
    ({ before, after, place }) => isEmptyObject(before) && isEmptyObject(after) && !isMadeUp(place.name),
  );
}

function isSameRoute({ operation, request }: ClientExchange, other: ClientExchange | undefined): boolean {
  if (other === undefined || operation !== other.operation || request.method !== other.request.method) return false;
  return operation !== null || pathOf(request.target) === pathOf(other.request.target);
}

/** Like a missing value, an empty object says nothing about an argument. */
export function isEmptyObject(value: Json | undefined): boolean {
  return value === undefined || (isJsonObject(value) && Object.keys(value).length === 0);
}

function wireText(exchange: ClientExchange | undefined): string {
  if (exchange === undefined) return '';
  const { method, target, headers } = exchange.request;
  const own = headers
    .filter(([name]) => !/^(host|content-length|date)$/i.test(name))
    .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
    .sort();
  return [method, target, ...own, writeJson(withoutEmpty(plainBody(exchange.request) ?? {}))].join('\n');
}

function withoutEmpty(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).map(([key, member]) => [key, withoutEmpty(member)] as const);
  return Object.fromEntries(members.filter(([key, member]) => !isEmptyObject(member) || isMadeUp(key)));
}

/** Ignores places that differ in every call, unless one of the values is made up. */
export function steadyChanges(
  before: readonly Leaf[],
  after: readonly Leaf[],
  volatile: Pick<ReadonlySet<string>, 'has' | 'size'>,
): readonly WireChange[] {
  const changes = changesBetween(before, after);
  return volatile.size === 0
    ? changes
    : changes.filter((change) => !volatile.has(leafKey(change)) || isMadeUp(change.before) || isMadeUp(change.after));
}

/** Returns the added and changed leaves, and then the removed leaves. */
export function changesBetween(before: readonly Leaf[], after: readonly Leaf[]): readonly WireChange[] {
  const [old, now] = [group(before), group(after)];
  const changed = [...now].flatMap(([key, entry]): readonly WireChange[] => {
    const was = old.get(key);
    return was !== undefined && writeJson(was.value) === writeJson(entry.value)
      ? []
      : [{ ...spot(entry), before: was?.value, after: entry.value }];
  });
  const requests = new Map(after.map(({ route, request }) => [route, request]));
  const gone = [...old]
    .filter(([key]) => !now.has(key))
    .map(([, entry]): WireChange => {
      const request = requests.get(entry.route) ?? entry.request;
      return { ...spot(entry), request, before: entry.value, after: undefined };
    });
  return [...changed, ...gone];
}

function spot({ request, route, place }: Leaf): Omit<Leaf, 'value'> {
  return { request, route, place };
}

function group(leaves: readonly Leaf[]): ReadonlyMap<string, Leaf> {
  return new Map(
    [...groupBy(leaves, leafKey)].map(([key, [first, ...more]]) => [
      key,
      more.length === 0 ? first : { ...first, value: [first, ...more].map(({ value }) => value) },
    ]),
  );
}

export function leafKey({ route, place }: Pick<Leaf, 'route' | 'place'>): string {
  const name = place.location === 'header' ? place.name.toLowerCase() : place.name;
  return `${route} ${place.location} ${name}`;
}
