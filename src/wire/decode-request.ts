import { formatPointer, readPointer } from '../lib/json-pointer.ts';
import { percentDecode } from '../lib/percent.ts';
import { remember } from '../lib/remember.ts';
import type { Contract, Field, Location, Place, Spelling } from '../model/contract.ts';
import { type HttpRequest, headerValues, isSameHeader } from '../model/http.ts';
import { isJsonObject } from '../model/json.ts';
import { allFields, bodyPointer, fieldsOfProfile } from '../schema/field-tree.ts';
import type { SchemaRegistry } from '../schema/resolve-ref.ts';
import { contractAsSent } from './contract-as-sent.ts';
import { type BodyProblem, type DecodedBody, decodeBody } from './decode-body.ts';
import { formName } from './encode-body.ts';
import type { PathParams } from './match-route.ts';
import { queryPairs, withoutFixed } from './query-pairs.ts';
import { type PairReading, readPairs } from './read-pairs.ts';
import { readHeader, readSegment } from './read-text.ts';
import { isStandardHeader } from './standard-headers.ts';
import type { Pair } from './styles.ts';
import { treeOf } from './value-tree.ts';

export interface DecodedField {
  readonly field: Field;
  readonly present: boolean;
  /** Outside a JSON body, a text is parsed with the schema of the field. */
  readonly value: unknown;
  /** The value before parsing, or undefined in a JSON body. */
  readonly text: unknown;
  /** How the value was written, if not in the declared style. */
  readonly spelling?: Spelling;
}

/** A request value without a declared field. */
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

interface DecodeOptions {
  readonly params: PathParams;
  /** The profile whose fields are read. Without a profile, all fields are read. */
  readonly profile?: string;
  readonly schemas: SchemaRegistry;
  readonly credentials?: CredentialNames;
}

export interface CredentialNames {
  readonly header: readonly string[];
  readonly query: readonly string[];
  readonly cookie: readonly string[];
}

/** Reads all declared and undeclared values of a request, and never throws an error. */
export function decodeRequest(declaring: Contract, request: HttpRequest, options: DecodeOptions): DecodedRequest {
  const contract = contractAsSent(declaring, request);
  const { body, problems } = decodeBody(contract, request);
  const declared = options.profile === undefined ? allFields(contract) : fieldsOfProfile(contract, options.profile);
  const used = new Set<string>();
  const wire: Wire = {
    request,
    options,
    body,
    used,
    declared,
    query: queryPairs(request.target),
    cookies: cookiePairs(request),
  };
  const fields = declared.map((field) => decodeField(field, wire));
  const rest: Wire = { ...wire, query: withoutFixed(contract, wire.query) };
  return { fields, strays: findStrays(declared, rest, used), body, problems };
}

interface Wire {
  readonly request: HttpRequest;
  readonly options: DecodeOptions;
  readonly body: DecodedBody;
  readonly declared: readonly Field[];
  /** The places of values with a declared field, such as `query limit`. */
  readonly used: Set<string>;
  readonly query: readonly Pair[];
  readonly cookies: readonly Pair[];
}

export function cookiePairs(request: HttpRequest): readonly Pair[] {
  const lines = headerValues(request.headers, 'cookie');
  if (lines.length === 0) return [];
  return lines
    .flatMap((line) => line.split(';'))
    .filter((part) => part.trim() !== '')
    .map((part): Pair => {
      const [name = '', ...rest] = part.split('=');
      return [name.trim(), percentDecode(rest.join('=').trim())];
    });
}

function decodeField(field: Field, wire: Wire): DecodedField {
  const { location, name } = field.place;
  const { schemas, params } = wire.options;
  switch (location) {
    case 'path':
      return decoded(field, Object.hasOwn(params, name) ? readSegment(field, params[name] ?? '', schemas) : undefined);
    case 'header':
      return decoded(field, readHeader(field, headerValues(wire.request.headers, name), schemas));
    case 'query':
      return fromPairs(field, name, { pairs: wire.query, wire });
    case 'cookie':
      return fromPairs(field, name, { pairs: wire.cookies, wire });
    case 'body':
      return fromBody(field, wire);
  }
}

function decoded(field: Field, reading: Omit<PairReading, 'names'> | undefined): DecodedField {
  if (reading === undefined) return { field, present: false, value: undefined, text: undefined };
  const { value, text, spelling } = reading;
  return { field, present: true, value, text, ...(spelling !== undefined && { spelling }) };
}

interface PairSource {
  readonly pairs: readonly Pair[];
  readonly wire: Wire;
  readonly jsonParts?: boolean;
}

function fromPairs(field: Field, name: string, { pairs, wire, jsonParts }: PairSource): DecodedField {
  if (pairs.length === 0) return decoded(field, undefined);
  const { location } = field.place;
  const others = namesAt(wire.declared)[location];
  const reading = readPairs(field, name, { pairs, others, schemas: wire.options.schemas, jsonParts });
  for (const key of reading?.names ?? []) wire.used.add(`${location} ${key}`);
  return decoded(field, reading);
}

const namesAt = remember((declared: readonly Field[]): Readonly<Record<Location, ReadonlySet<string>>> => {
  const of = (location: Location): ReadonlySet<string> =>
    new Set(declared.filter(({ place }) => place.location === location).map(({ place }) => place.name));
  return { path: of('path'), query: of('query'), header: of('header'), cookie: of('cookie'), body: new Set() };
});

function fromBody(field: Field, wire: Wire): DecodedField {
  const { body } = wire;
  const pointer = bodyPointer(field);
  switch (body.kind) {
    case 'form':
      if (pointer === '') return decoded(field, wholeForm(field, body.pairs, wire));
      return fromPairs(field, formName(pointer), { pairs: body.pairs, wire, jsonParts: body.parts });
    case 'text':
      return decoded(field, field.whole ? { value: body.value, text: body.value } : undefined);
    case 'json': {
      const value = readPointer(body.value, pointer);
      return { field, present: value !== undefined, value, text: undefined };
    }
    default:
      return decoded(field, undefined);
  }
}

/** Reads a form that is declared as one field. Each pair of the form becomes a member of the field's value. */
function wholeForm(field: Field, pairs: readonly Pair[], { options }: Wire): Omit<PairReading, 'names'> {
  const inside = pairs.map(([key, text]): Pair => {
    const end = key.indexOf('[');
    return [end === -1 ? `*[${key}]` : `*[${key.slice(0, end)}]${key.slice(end)}`, text];
  });
  const reading = readPairs(field, '*', { pairs: inside, others: new Set(), schemas: options.schemas });
  return { value: reading?.value ?? {}, text: reading?.text ?? {} };
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

function pairStrays(
  location: 'query' | 'cookie' | 'body',
  pairs: readonly Pair[],
  { used, allowed }: Known,
): readonly Stray[] {
  if (pairs.length === 0) return [];
  return pairs
    .filter(([name]) => !used.has(`${location} ${name}`) && !allowed.includes(name))
    .map(([name, value]) => ({ place: { location, name: location === 'body' ? formPointer(name) : name }, value }));
}

function formPointer(name: string): string {
  const inside = treeOf(name) ?? [];
  return formatPointer(
    inside.length === 0 ? [name] : [name.slice(0, name.indexOf('[')), ...inside.filter((part) => part !== '')],
  );
}

function bodyStrays(declared: readonly Field[], wire: Wire, used: ReadonlySet<string>): readonly Stray[] {
  const members = membersOf(declared);
  if (wire.body.kind === 'form')
    return members === 'any' ? [] : pairStrays('body', wire.body.pairs, { used, allowed: [] });
  if (wire.body.kind !== 'json') return [];
  return members === 'any' ? [] : membersBeside(wire.body.value, '', members);
}

/** Declared body members by JSON pointer, or `any` if one field describes the whole body. */
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

function membersBeside(value: unknown, above: string, declared: Exclude<DeclaredMembers, 'any'>): readonly Stray[] {
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]): readonly Stray[] => {
    const pointer = above + formatPointer([key]);
    const found = declared.get(pointer);
    if (found === undefined) return [{ place: { location: 'body', name: pointer }, value: member }];
    return found.leadsOn ? membersBeside(member, pointer, declared) : [];
  });
}
