import { readPointer } from '../lib/json-pointer.ts';
import { writeJson } from '../lib/json-text.ts';
import { percentDecode } from '../lib/percent.ts';
import { remember } from '../lib/remember.ts';
import { decodeUtf8 } from '../lib/utf8.ts';
import type { Api, Contract, ContractSet, Place, Spelling } from '../model/contract.ts';
import { type HttpRequest, isSameHeader } from '../model/http.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { ClientExchange } from '../model/trace.ts';
import { bodyPointer } from '../schema/field-tree.ts';
import { type CredentialNames, type DecodedRequest, decodeRequest } from './decode-request.ts';
import { withMember } from './json-body.ts';
import { pathOf, pathParams } from './match-route.ts';
import { isStandardHeader } from './standard-headers.ts';

interface WireValue {
  readonly place: Place;
  readonly value: Json;
  readonly spelling?: Spelling;
}

interface WireReading {
  readonly values: readonly WireValue[];
  /** The JSON body, a form as an object, or any other body as text. */
  readonly body: Json | undefined;
  readonly textual: boolean;
  readonly spellings: ReadonlyMap<string, Spelling>;
}

/** Reads a traced request, without converting texts if no contract describes the request. */
export function readWire(exchange: ClientExchange, contracts: ContractSet): WireReading {
  return ofContracts(contracts)(exchange);
}

export function plainBody(request: HttpRequest): Json | undefined {
  return bodyOf(decodeRequest(UNDECLARED, request, { params: {}, schemas: new Map() }), request);
}

export function wireValueAt({ values, body }: WireReading, place: Place): Json | undefined {
  if (place.location === 'body') return asJson(readPointer(body, place.name));
  const found = values.filter((each) => isSamePlace(each.place, place)).map(({ value }) => value);
  return found.length > 1 ? found.flat() : found[0];
}

/** Returns the expected and the observed serialisation of a value, or undefined if the value is in the declared style. */
export function wireSpellingAt({ values, spellings }: WireReading, place: Place): Spelling | undefined {
  if (place.location === 'body') return spellings.get(place.name);
  return values.find((each) => isSamePlace(each.place, place))?.spelling;
}

const ofContracts = remember((contracts: ContractSet) =>
  remember((exchange: ClientExchange): WireReading => {
    const { operation, request } = exchange;
    const contract = operation === null ? undefined : contracts.operations.get(operation);
    const credentials = credentialNames(contracts.api);
    const params = contract === undefined ? {} : (pathParams(contract, request.target) ?? {});
    const options = { params, schemas: contracts.schemas, credentials };
    const decoded = decodeRequest(contract ?? UNDECLARED, request, options);
    const declared = declaredValues(decoded, credentials);
    const path = contract === undefined ? pathValues(request.target) : [];
    const body = bodyOf(decoded, request);
    const inBody = decoded.fields.filter(({ field }) => field.place.location === 'body');
    const spellings = inBody.flatMap(({ field, spelling }) =>
      spelling === undefined ? [] : [[bodyPointer(field), spelling] as const],
    );
    const strays = decoded.strays
      .filter(({ place }) => place.location !== 'body')
      .map(({ place, value }) => ({ place, value: asJson(value) ?? null }));
    const textual = decoded.body.kind === 'form';
    return { values: [...path, ...declared, ...strays], body, textual, spellings: new Map(spellings) };
  }),
);

/** An empty contract for the requests of an unknown operation. */
export const UNDECLARED = { content: 'json', fields: [] } as unknown as Contract; // safe cast: the decoder uses only `content` and `fields`

export function credentialNames({ auth }: Api): CredentialNames {
  const schemes = Object.values(auth);
  return {
    header: schemes.flatMap(({ headers }) => Object.keys(headers)),
    query: schemes.flatMap(({ query }) => Object.keys(query)),
    cookie: schemes.flatMap(({ cookies }) => Object.keys(cookies)),
  };
}

function pathValues(target: string): readonly WireValue[] {
  return pathOf(target)
    .split('/')
    .map((part, index) => ({ place: { location: 'path', name: String(index) }, value: percentDecode(part) }));
}

function declaredValues({ fields }: DecodedRequest, credentials: CredentialNames): readonly WireValue[] {
  return fields.flatMap(({ field, present, text, spelling }): readonly WireValue[] => {
    const { location, name } = field.place;
    const isOwn = location !== 'header' || !(isStandardHeader(name) || hasHeader(credentials.header, name));
    if (!present || location === 'body' || !isOwn) return [];
    return [{ place: field.place, value: asJson(text) ?? null, ...(spelling !== undefined && { spelling }) }];
  });
}

function hasHeader(names: readonly string[], name: string): boolean {
  return names.some((other) => isSameHeader(other, name));
}

function bodyOf({ body, fields, strays }: DecodedRequest, request: HttpRequest): Json | undefined {
  switch (body.kind) {
    case 'json':
      return asJson(body.value);
    case 'text':
      return body.value;
    case 'form': {
      const declared = fields.filter(({ field, present }) => present && field.place.location === 'body');
      const named = [
        ...declared.map(({ field, text }) => [bodyPointer(field), text] as const),
        ...strays.flatMap(({ place, value }) => (place.location === 'body' ? [[place.name, value] as const] : [])),
      ];
      return named.reduce<JsonObject>(addMember, {});
    }
    case 'unreadable':
      return decodeUtf8(request.body ?? new Uint8Array()) ?? Buffer.from(request.body ?? []).toString('latin1');
    case 'none':
      return undefined;
  }
}

function addMember(object: JsonObject, [pointer, value]: readonly [string, unknown]): JsonObject {
  const own = asJson(value) ?? null;
  if (pointer === '') return isJsonObject(own) ? { ...object, ...own } : object;
  const before = readPointer(object, pointer);
  const isRepeated = before !== undefined && !isJsonObject(before) && writeJson(before) !== writeJson(own);
  return withMember(object, pointer, isRepeated ? ([before, own].flat() as Json) : own); // safe cast: `before` and `own` are JSON values
}

/** Compares places, ignoring the case of header names and the brackets of names such as `tags[]`. */
export function isSamePlace(a: Place, b: Place): boolean {
  if (a.location !== b.location) return false;
  return a.location === 'header' ? isSameHeader(a.name, b.name) : bareName(a.name) === bareName(b.name);
}

/** Removes the brackets of a list from a name: `tags[]` and `tags[0]` become `tags`. */
export function bareName(name: string): string {
  return name.replace(/\[\d*\]$/, '');
}

function asJson(value: unknown): Json | undefined {
  const isJson =
    value === null ||
    ['boolean', 'number', 'string'].includes(typeof value) ||
    Array.isArray(value) ||
    isJsonObject(value);
  return isJson ? (value as Json) : undefined; // safe cast: the items and members are JSON values
}
