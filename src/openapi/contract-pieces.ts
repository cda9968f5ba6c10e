import { formatPointer } from '../lib/json-pointer.ts';
import { sortMembers, writeJson } from '../lib/json-text.ts';
import { shortHash } from '../lib/stable-hash.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';

/** An import updates each such part of a contract file separately. */
export interface Piece {
  /** Path of the part in the contract file: `['fields', 'ship_at']`. */
  readonly path: readonly string[];
  /** Name of the part for use in messages, such as `field ship_at`. */
  readonly name: string;
  readonly value: Json;
  /** Where a request carries the field, or undefined if the part is not a field. */
  readonly place?: { readonly in: Json; readonly name?: string };
}

/** An import changes only these keys, because people write the others. */
const OWNED = {
  fields: ['required', 'whole', 'array', 'style', 'explode', 'schema', 'default'],
  responses: ['body', 'content', 'headers'],
};

const CONTRACT_KEYS = [
  ...['summary', 'auth', 'content', 'other_content', 'body_required', 'body_conditions', 'unknown_body_fields'],
  ...['links', 'partial'],
];

/** A field is identified by its place in the request, because people may have renamed the field. */
function contractPieces(value: JsonObject): ReadonlyMap<string, Piece> {
  const found = new Map<string, Piece>();
  for (const key of CONTRACT_KEYS)
    if (value[key] !== undefined) found.set(key, { path: [key], name: key, value: value[key] });
  if (value.lifecycle === 'deprecated' || value.lifecycle === 'removed')
    found.set('lifecycle', { path: ['lifecycle'], name: 'lifecycle', value: value.lifecycle });
  const holes = [...String(value.request ?? '').matchAll(/\{([^}]*)\}/g)].map((match) => match[1] ?? '');
  for (const [name, field] of entries(value.fields))
    found.set(`fields ${placeKey(name, field, holes)}`, {
      path: ['fields', name],
      name: `field ${name}`,
      value: pick(field, OWNED.fields),
      ...(isJsonObject(field) && {
        place: { in: field.in ?? 'body', ...(typeof field.name === 'string' && { name: field.name }) },
      }),
    });
  for (const [status, response] of entries(value.responses)) {
    const own = Array.isArray(response)
      ? response.map((each: Json) => pick(each, OWNED.responses))
      : pick(response, OWNED.responses);
    found.set(`responses ${status}`, { path: ['responses', status], name: `response ${status}`, value: own });
  }
  return found;
}

function schemaPieces(value: JsonObject): ReadonlyMap<string, Piece> {
  const found = new Map<string, Piece>();
  for (const [key, member] of Object.entries(value))
    if (key !== 'properties') found.set(key, { path: [key], name: key, value: member });
  for (const [name, property] of entries(value.properties))
    found.set(`properties ${name}`, { path: ['properties', name], name: `property ${name}`, value: property });
  return found;
}

function apiPieces(value: JsonObject): ReadonlyMap<string, Piece> {
  const found = entries(value.auth).map(([name, scheme]): [string, Piece] => [
    `auth ${name}`,
    { path: ['auth', name], name: `auth ${name}`, value: scheme },
  ]);
  return new Map(found);
}

export function piecesOf(path: string, value: JsonObject): ReadonlyMap<string, Piece> {
  if (path === 'api.yaml') return apiPieces(value);
  return path.startsWith('schemas/') ? schemaPieces(value) : contractPieces(value);
}

/** The order of members does not change the hash. */
export function pieceHash(value: Json): string {
  return shortHash([writeJson(sortMembers(value))], 8);
}

/** A path parameter is identified by its position, because its name is never sent. */
function placeKey(name: string, field: Json, holes: readonly string[]): string {
  if (!isJsonObject(field)) return name;
  const wire = typeof field.name === 'string' ? field.name : name;
  if (field.in === 'header') return `header ${wire.toLowerCase()}`;
  if (field.in === 'path') return `path ${holes.indexOf(wire) + 1}`;
  if (field.in !== 'body') return `${String(field.in)} ${wire}`;
  if (field.whole === true) return 'body';
  return `body ${wire.startsWith('/') ? wire : formatPointer([wire])}`;
}

function pick(value: Json, keys: readonly string[]): Json {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(keys.flatMap((key) => (value[key] === undefined ? [] : [[key, value[key]]])));
}

function entries(value: Json | undefined): readonly [string, Json][] {
  return isJsonObject(value) ? Object.entries(value) : [];
}
