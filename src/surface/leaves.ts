import { formatPointer } from '../lib/json-pointer.ts';
import { percentDecode } from '../lib/percent.ts';
import { decodeUtf8 } from '../lib/utf8.ts';
import type { Leaf } from '../model/client-surface.ts';
import type { Api, ContractSet } from '../model/contract.ts';
import { type HttpRequest, headerValues } from '../model/http.ts';
import { isJsonObject, type Json } from '../model/json.ts';
import type { ClientExchange } from '../model/trace.ts';
import { formPairs } from '../wire/decode-body.ts';
import { cookiePairs, queryPairs } from '../wire/decode-request.ts';
import { pathOf, pathParams } from '../wire/match-route.ts';
import { isStandardHeader } from '../wire/standard-headers.ts';

/** Every value that a call put on the wire, in order. What libraries send of themselves and credentials are left out. */
export function leavesOf(exchanges: readonly ClientExchange[], contracts: ContractSet): readonly Leaf[] {
  return exchanges.flatMap((exchange, request) =>
    [
      ...pathLeaves(exchange, contracts),
      ...queryLeaves(exchange.request.target),
      ...headerLeaves(exchange.request, contracts.api),
      ...cookieLeaves(exchange.request),
      ...bodyLeaves(exchange.request),
    ].map((leaf) => ({ request, ...leaf })),
  );
}

type Part = Omit<Leaf, 'request'>;

function pathLeaves({ operation, request }: ClientExchange, { operations }: ContractSet): readonly Part[] {
  const contract = operation === null ? undefined : operations.get(operation);
  if (contract === undefined) {
    return pathOf(request.target)
      .split('/')
      .map((part, index) => ({ place: { location: 'path', name: String(index) }, value: percentDecode(part) }));
  }
  return Object.entries(pathParams(contract, request.target) ?? {}).map(([name, value]) => ({
    place: { location: 'path', name },
    value,
  }));
}

function queryLeaves(target: string): readonly Part[] {
  return queryPairs(target).map(([name, value]) => ({ place: { location: 'query', name }, value }));
}

function headerLeaves({ headers }: HttpRequest, { auth }: Api): readonly Part[] {
  const credentials = new Set(
    Object.values(auth).flatMap((scheme) => Object.keys(scheme.headers).map((name) => name.toLowerCase())),
  );
  return headers
    .filter(([name]) => !isStandardHeader(name) && !credentials.has(name.toLowerCase()))
    .map(([name, value]) => ({ place: { location: 'header', name }, value }));
}

function cookieLeaves(request: HttpRequest): readonly Part[] {
  return cookiePairs(request).map(([name, value]) => ({ place: { location: 'cookie', name }, value }));
}

function bodyLeaves(request: HttpRequest): readonly Part[] {
  const body = bodyOf(request);
  // `{}` says as little as no body at all.
  if (body === undefined || (isJsonObject(body) && Object.keys(body).length === 0)) return [];
  return membersOf(body, []).map(({ tokens, value }) => ({
    place: { location: 'body', name: formatPointer(tokens) },
    value,
  }));
}

/** The body as JSON, a form as an object, other text as it is; undefined when there is none. */
export function bodyOf({ body, headers }: HttpRequest): Json | undefined {
  if (body === null || body.length === 0) return undefined;
  const text = decodeUtf8(body) ?? Buffer.from(body).toString('latin1');
  if (headerValues(headers, 'content-type').some((type) => /x-www-form-urlencoded/i.test(type))) {
    return Object.fromEntries(formPairs(text));
  }
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}

interface Member {
  readonly tokens: readonly (string | number)[];
  readonly value: Json;
}

/** Scalars, and containers that hold nothing. */
function membersOf(value: Json, tokens: readonly (string | number)[]): readonly Member[] {
  if (Array.isArray(value) && value.length > 0) {
    return value.flatMap((item: Json, index) => membersOf(item, [...tokens, index]));
  }
  if (isJsonObject(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([key, member]) => membersOf(member, [...tokens, key]));
  }
  return [{ tokens, value }];
}
