import { formatPointer, readPointer } from '../lib/json-pointer.ts';
import { percentDecode } from '../lib/percent.ts';
import { remember } from '../lib/remember.ts';
import type { Contract, Field, Place } from '../model/contract.ts';
import { type HttpRequest, headerValues, isSameHeader } from '../model/http.ts';
import { isJsonObject } from '../model/json.ts';
import { bodyPointer, fieldsOfProfile } from '../schema/field-tree.ts';
import type { SchemaRegistry } from '../schema/resolve-ref.ts';
import { itemSchema, schemaTypes } from '../schema/schema-types.ts';
import { type BodyProblem, type DecodedBody, decodeBody, formPairs } from './decode-body.ts';
import { formName } from './encode-body.ts';
import type { PathParams } from './match-route.ts';
import { parseItems, parseValue } from './parse-value.ts';
import { isStandardHeader } from './standard-headers.ts';

/** What a declared field carries on the wire. */
export interface DecodedField {
  readonly field: Field;
  readonly present: boolean;
  /** By the field's schema where it is text on the wire; undefined when absent. */
  readonly value: unknown;
  /** Its text, where it travels as text; null in a JSON body or when absent. */
  readonly raw: string | null;
}

/** Something in a request that no field of the profile declares. A body member's name is its pointer. */
export interface Stray {
  readonly place: Place;
  readonly value: unknown;
}

export interface DecodedRequest {
  readonly fields: readonly DecodedField[];
  readonly strays: readonly Stray[];
  readonly body: DecodedBody;
  readonly problems: readonly BodyProblem[];
}

export interface DecodeOptions {
  readonly params: PathParams;
  readonly profile: string;
  readonly schemas: SchemaRegistry;
  /** Names that credentials use. */
  readonly credentials?: CredentialNames;
}

export interface CredentialNames {
  readonly header: readonly string[];
  readonly query: readonly string[];
  readonly cookie: readonly string[];
}

/** A request as seen through a contract: every declared field, and everything else that was sent. Never throws. */
export function decodeRequest(contract: Contract, request: HttpRequest, options: DecodeOptions): DecodedRequest {
  const { body, problems } = decodeBody(contract, request);
  const wire: Wire = {
    contract,
    request,
    options,
    body,
    query: queryPairs(request.target),
    cookies: cookiePairs(request),
  };
  const declared = fieldsOfProfile(contract, options.profile);
  const used = new Set<string>();
  const fields = declared.map((field) => decodeField(field, wire, used));
  return { fields, strays: findStrays(declared, wire, used), body, problems };
}

interface Wire {
  readonly contract: Contract;
  readonly request: HttpRequest;
  readonly options: DecodeOptions;
  readonly body: DecodedBody;
  readonly query: Pairs;
  readonly cookies: Pairs;
}

type Pairs = readonly (readonly [string, string])[];

/** The pairs of a target's query, decoded, in order. */
export function queryPairs(target: string): Pairs {
  const mark = target.indexOf('?');
  return mark === -1 ? [] : formPairs(target.slice(mark + 1));
}

/** The cookies of a request, decoded, in order. */
export function cookiePairs(request: HttpRequest): Pairs {
  const lines = headerValues(request.headers, 'cookie');
  if (lines.length === 0) return [];
  return lines
    .flatMap((line) => line.split(';'))
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [name = '', ...rest] = part.split('=');
      return [name.trim(), percentDecode(rest.join('=').trim())] as const;
    });
}

function decodeField(field: Field, wire: Wire, used: Set<string>): DecodedField {
  const { location, name } = field.place;
  switch (location) {
    case 'path': {
      const text = Object.hasOwn(wire.options.params, name) ? wire.options.params[name] : undefined;
      return fromTexts(field, text === undefined ? [] : [text], wire);
    }
    case 'header':
      return fromTexts(field, headerTexts(field, wire), wire);
    case 'query':
      return fromPairs(field, name, { pairs: wire.query, wire, used });
    case 'cookie':
      return fromPairs(field, name, { pairs: wire.cookies, wire, used });
    case 'body':
      return fromBody(field, wire, used);
  }
}

function headerTexts(field: Field, wire: Wire): readonly string[] {
  const lines = headerValues(wire.request.headers, field.place.name);
  // RFC 9110: several lines and one line with commas say the same.
  const split = isList(field, wire) && field.arrayStyle !== 'json';
  return split ? lines.flatMap((line) => line.split(',').map((item) => item.trim())) : lines;
}

interface PairSource {
  readonly pairs: Pairs;
  readonly wire: Wire;
  readonly used: Set<string>;
}

function fromPairs(field: Field, name: string, { pairs, wire, used }: PairSource): DecodedField {
  const list = isList(field, wire);
  const mine = pairs.filter(([key]) => (list ? isListKey(field, name, key) : key === name));
  for (const [key] of mine) used.add(`${field.place.location} ${key}`);
  const texts = mine.map(([, text]) => text);
  return fromTexts(
    field,
    list && field.arrayStyle === 'comma' ? texts.flatMap((text) => text.split(',')) : texts,
    wire,
  );
}

function isListKey(field: Field, name: string, key: string): boolean {
  if (field.arrayStyle === 'brackets') return key === `${name}[]`;
  if (field.arrayStyle === 'indexed') return key.startsWith(`${name}[`) && /^\d+\]$/.test(key.slice(name.length + 1));
  return key === name;
}

function fromTexts(field: Field, texts: readonly string[], wire: Wire): DecodedField {
  const { schemas } = wire.options;
  const [first] = texts;
  if (first === undefined) return { field, present: false, value: undefined, raw: null };
  const raw = texts.join(',');
  if (isList(field, wire) && field.arrayStyle !== 'json') {
    return { field, present: true, value: parseItems(texts, field, schemas), raw };
  }
  // A single value that is sent twice is a list, whatever it was meant to be.
  const value = texts.length === 1 ? parseValue(first, field, schemas) : [...texts];
  return { field, present: true, value, raw };
}

function isList(field: Field, wire: Wire): boolean {
  const { schemas } = wire.options;
  return schemaTypes(field.schema, schemas)?.has('array') ?? itemSchema(field.schema, schemas) !== true;
}

function fromBody(field: Field, wire: Wire, used: Set<string>): DecodedField {
  if (wire.body.kind === 'form') {
    return fromPairs(field, formName(bodyPointer(field)), { pairs: wire.body.pairs, wire, used });
  }
  const value = wire.body.kind === 'json' ? readPointer(wire.body.value, bodyPointer(field)) : undefined;
  return { field, present: value !== undefined, value, raw: null };
}

function findStrays(declared: readonly Field[], wire: Wire, used: ReadonlySet<string>): readonly Stray[] {
  const { credentials = NO_CREDENTIALS } = wire.options;
  const isDeclared = (name: string): boolean =>
    declared.some(({ place }) => place.location === 'header' && isSameHeader(place.name, name)) ||
    credentials.header.some((other) => isSameHeader(other, name));
  const inHeaders: Stray[] = [];
  for (const [name, value] of wire.request.headers)
    if (!isStandardHeader(name) && !isDeclared(name)) inHeaders.push({ place: { location: 'header', name }, value });
  const inQuery = pairStrays('query', wire.query, { used, allowed: credentials.query });
  const inCookies = pairStrays('cookie', wire.cookies, { used, allowed: credentials.cookie });
  return [...inQuery, ...inHeaders, ...inCookies, ...bodyStrays(declared, wire, used)];
}

const NO_CREDENTIALS: CredentialNames = { header: [], query: [], cookie: [] };

interface Known {
  readonly used: ReadonlySet<string>;
  readonly allowed: readonly string[];
}

function pairStrays(location: 'query' | 'cookie' | 'body', pairs: Pairs, { used, allowed }: Known): readonly Stray[] {
  if (pairs.length === 0) return [];
  return pairs
    .filter(([name]) => !used.has(`${location} ${name}`) && !allowed.includes(name))
    .map(([name, value]) => ({ place: { location, name: location === 'body' ? formatPointer([name]) : name }, value }));
}

function bodyStrays(declared: readonly Field[], wire: Wire, used: ReadonlySet<string>): readonly Stray[] {
  if (wire.body.kind === 'form') return pairStrays('body', wire.body.pairs, { used, allowed: [] });
  if (wire.body.kind !== 'json') return [];
  const members = membersOf(declared);
  return members === 'any' ? [] : membersBeside(wire.body.value, '', members);
}

/** Body members that fields declare, by pointer. `leadsOn`: a declared one is somewhere below. `any`: one field is the whole body. */
type DeclaredMembers = ReadonlyMap<string, { readonly leadsOn: boolean }> | 'any';

const membersOf = remember((declared: readonly Field[]): DeclaredMembers => {
  const inBody = declared.filter(({ place }) => place.location === 'body');
  if (inBody.some(({ whole }) => whole)) return 'any';
  const members = new Map(inBody.map((field) => [bodyPointer(field), { leadsOn: false }]));
  for (const pointer of [...members.keys()])
    for (let end = pointer.lastIndexOf('/'); end > 0; end = pointer.lastIndexOf('/', end - 1))
      members.set(pointer.slice(0, end), { leadsOn: true });
  return members;
});

/** Members that neither are declared nor lead to a declared one. */
function membersBeside(value: unknown, above: string, declared: Exclude<DeclaredMembers, 'any'>): readonly Stray[] {
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]): readonly Stray[] => {
    const pointer = above + formatPointer([key]);
    const found = declared.get(pointer);
    if (found === undefined) return [{ place: { location: 'body', name: pointer }, value: member }];
    return found.leadsOn ? membersBeside(member, pointer, declared) : [];
  });
}
