import { percentEncode } from '../lib/percent.ts';
import { remember } from '../lib/remember.ts';
import type { Contract } from '../model/contract.ts';
import { type HeaderList, isSameHeader } from '../model/http.ts';
import type { SchemaRegistry } from '../schema/resolve-ref.ts';
import type { PlacedValue } from './place-values.ts';
import { writeHeader, writePairs } from './styles.ts';

export interface Credentials {
  readonly headers: { readonly [name: string]: string };
  readonly query: { readonly [name: string]: string };
  readonly cookies: { readonly [name: string]: string };
}

interface HeaderParts {
  readonly placed: readonly PlacedValue[];
  readonly host: string | undefined;
  readonly credentials: Credentials | undefined;
  readonly common: { readonly [name: string]: string };
  readonly contentType: string | undefined;
  readonly extra: { readonly [name: string]: string };
  readonly schemas: SchemaRegistry;
}

/** A field or an extra header replaces the default header with that name. */
export function encodeHeaders(contract: Contract, parts: HeaderParts): HeaderList {
  const cookies = cookieText(parts);
  const called = [...fieldHeaders(parts.placed), ...Object.entries(parts.extra)];
  const given = [...called, ...commonHeaders(parts, { called, cookies })];
  const headers: (readonly [string, string])[] = [];
  const add = (name: string, value: string) => headers.push([name, toHeaderBytes(value)]);
  const addUnlessGiven = (name: string, value: string) => {
    if (!given.some(([other]) => isSameHeader(name, other))) add(name, value);
  };
  if (parts.host !== undefined) add('Host', parts.host);
  addUnlessGiven('Accept', acceptedTypes(contract));
  for (const [name, value] of Object.entries(parts.credentials?.headers ?? {})) addUnlessGiven(name, value);
  if (parts.contentType !== undefined) addUnlessGiven('Content-Type', parts.contentType);
  if (cookies !== '') addUnlessGiven('Cookie', cookies);
  for (const [name, value] of given) add(name, value);
  return headers;
}

/** Replaces header lines in place. A header with the new value null is removed. */
export function replaceHeaders(headers: HeaderList, changes: { readonly [name: string]: string | null }): HeaderList {
  return Object.entries(changes).reduce<HeaderList>((list, [name, value]) => {
    const index = list.findIndex(([other]) => isSameHeader(name, other));
    const rest = list.filter(([other]) => !isSameHeader(name, other));
    if (value === null) return rest;
    const line = [name, toHeaderBytes(value)] as const;
    return index === -1 ? [...rest, line] : rest.toSpliced(index, 0, line);
  }, headers);
}

function commonHeaders(
  { common, credentials }: HeaderParts,
  { called, cookies }: { readonly called: HeaderList; readonly cookies: string },
): HeaderList {
  const taken = [...called.map(([name]) => name), ...Object.keys(credentials?.headers ?? {})];
  if (cookies !== '') taken.push('Cookie');
  return Object.entries(common).filter(([name]) => !taken.some((other) => isSameHeader(name, other)));
}

function fieldHeaders(placed: readonly PlacedValue[]): HeaderList {
  return placed
    .filter(({ field }) => field.place.location === 'header')
    .map(({ field, value }) => [field.place.name, writeHeader(field, value)]);
}

function cookieText({ placed, credentials, schemas }: HeaderParts): string {
  const fields = placed
    .filter(({ field }) => field.place.location === 'cookie')
    .flatMap(({ field, value }) => writePairs(field, field.place.name, value, schemas))
    .map(([name, text]) => `${name}=${percentEncode(text)}`);
  const secrets = Object.entries(credentials?.cookies ?? {}).map(([name, value]) => `${name}=${value}`);
  return [...secrets, ...fields].join('; ');
}

const acceptedTypes = remember(({ responses }: Contract): string => {
  const types = [...new Set(responses.map(({ contentType }) => contentType))];
  return types.length > 0 ? types.sort().join(', ') : 'application/json';
});

/** HTTP libraries write header text as Latin-1, so each byte of the UTF-8 text becomes a character. */
function toHeaderBytes(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern is meant to cover all of ASCII
  return /^[\x00-\x7f]*$/.test(value) ? value : Buffer.from(value, 'utf8').toString('latin1');
}
