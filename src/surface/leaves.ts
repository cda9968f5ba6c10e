import { formatPointer } from '../lib/json-pointer.ts';
import type { Leaf } from '../model/client-surface.ts';
import type { ContractSet } from '../model/contract.ts';
import { isJsonObject, type Json } from '../model/json.ts';
import type { ClientExchange } from '../model/trace.ts';
import { readWire } from '../wire/wire-reading.ts';

/** Every value that a call put on the wire, in order. What libraries send of themselves and credentials are left out. */
export function leavesOf(exchanges: readonly ClientExchange[], contracts: ContractSet): readonly Leaf[] {
  return exchanges.flatMap((exchange, request) => {
    const { values, body } = readWire(exchange, contracts);
    return [
      ...values.map(({ place, value }) => ({ request, place, value })),
      ...bodyLeaves(body).map((leaf) => ({ request, ...leaf })),
    ];
  });
}

/** Scalars, and containers that hold nothing. */
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

function bodyLeaves(body: Json | undefined): readonly Omit<Leaf, 'request'>[] {
  // `{}` says as little as no body at all.
  if (body === undefined || (isJsonObject(body) && Object.keys(body).length === 0)) return [];
  return scalarsIn(body).map(({ tokens, value }) => ({
    place: { location: 'body', name: formatPointer(tokens) },
    value,
  }));
}
