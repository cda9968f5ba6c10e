import { formatPointer, isAtOrBelow } from '../lib/json-pointer.ts';
import type { Leaf } from '../model/client-surface.ts';
import type { ContractSet, Place } from '../model/contract.ts';
import { isJsonObject, type Json } from '../model/json.ts';
import type { ClientExchange } from '../model/trace.ts';
import { bareName, readWire } from '../wire/wire-reading.ts';

export function leavesOf(exchanges: readonly ClientExchange[], contracts: ContractSet): readonly Leaf[] {
  const routes = routesOf(exchanges);
  return exchanges.flatMap((exchange, request) => {
    const { values, body } = readWire(exchange, contracts);
    const route = routes[request] ?? '';
    return [...values, ...bodyLeaves(body)].map(({ place, value }) => ({ request, route, place, value }));
  });
}

/** The second request of the operation `list-orders` is named `list-orders#2`. */
export function routesOf(exchanges: readonly ClientExchange[]): readonly string[] {
  const counts = new Map<string, number>();
  return exchanges.map(({ operation, request }) => {
    const name = operation ?? request.method;
    counts.set(name, (counts.get(name) ?? 0) + 1);
    return `${name}#${counts.get(name)}`;
  });
}

export function isInside(inner: Place, outer: Place): boolean {
  if (inner.location !== outer.location) return false;
  if (inner.location === 'body') return isAtOrBelow(inner.name, outer.name);
  return bareName(inner.name).toLowerCase() === bareName(outer.name).toLowerCase();
}

export function scalarsIn(value: Json, tokens: readonly (string | number)[] = []): readonly Scalar[] {
  if (Array.isArray(value) && value.length > 0) {
    return value.flatMap((item: Json, index) => scalarsIn(item, [...tokens, index]));
  }
  if (isJsonObject(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([key, member]) => scalarsIn(member, [...tokens, key]));
  }
  return [{ tokens, value }];
}

interface Scalar {
  readonly tokens: readonly (string | number)[];
  readonly value: Json;
}

function bodyLeaves(body: Json | undefined): readonly Pick<Leaf, 'place' | 'value'>[] {
  // An empty object in the body counts as no body.
  if (body === undefined || (isJsonObject(body) && Object.keys(body).length === 0)) return [];
  return scalarsIn(body).map(({ tokens, value }) => ({
    place: { location: 'body', name: formatPointer(tokens) },
    value,
  }));
}
