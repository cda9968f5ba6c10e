import { codedError } from '../lib/coded-error.ts';
import { parsePointer } from '../lib/json-pointer.ts';
import { percentEncode } from '../lib/percent.ts';
import type { Contract } from '../model/contract.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { PlacedValue } from './place-values.ts';
import { textPairs } from './wire-text.ts';

export const CONTENT_TYPES = { json: 'application/json', form: 'application/x-www-form-urlencoded' } as const;

export interface EncodedBody {
  readonly contentType: string;
  readonly text: string;
}

/** The body of the given body fields, members in the order given; null when there are none and nothing extra. */
export function encodeBody(
  contract: Contract,
  placed: readonly PlacedValue[],
  extra: JsonObject | undefined,
): EncodedBody | null {
  if (placed.length === 0 && extra === undefined) return null;
  if (contract.content === 'form') return { contentType: CONTENT_TYPES.form, text: formText(placed, extra) };
  const body = mergeExtra(jsonBody(placed), extra);
  return { contentType: CONTENT_TYPES.json, text: JSON.stringify(body) };
}

/** Without a prototype, `__proto__` is a member like any other. */
type OpenObject = { [key: string]: Json };

/** Objects that were made here, and may be added to; those that were given are not changed. */
type Made = Set<Json | undefined>;

function jsonBody(placed: readonly PlacedValue[]): Json {
  const made: Made = new Set();
  let root: Json | undefined;
  for (const { pointer, value } of placed) root = setMember(root, { tokens: parsePointer(pointer), value, made });
  return root === undefined ? {} : root;
}

function isEmptyObject(value: Json): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0;
}

interface Member {
  readonly tokens: readonly string[];
  readonly value: Json;
  readonly made: Made;
}

function setMember(node: Json | undefined, { tokens, value, made }: Member, depth = 0): Json {
  const token = tokens[depth];
  // An empty object only makes room for the fields below it.
  if (token === undefined) return isEmptyObject(value) && isJsonObject(node) ? node : value;
  const object = openObject(node, made);
  object[token] = setMember(object[token], { tokens, value, made }, depth + 1);
  return object;
}

function openObject(node: Json | undefined, made: Made): OpenObject {
  if (made.has(node)) return node as OpenObject; // only such objects are in the set
  const object: OpenObject = Object.assign(Object.create(null), isJsonObject(node) ? node : {});
  made.add(object);
  return object;
}

function mergeExtra(body: Json, extra: JsonObject | undefined): Json {
  if (extra === undefined) return body;
  if (!isJsonObject(body)) {
    throw codedError('EXTRA_BODY_NOT_OBJECT', 'extra.body must be added to an object; the body is none (use raw.body)');
  }
  const merged: OpenObject = Object.assign(Object.create(null), body);
  for (const [key, value] of Object.entries(extra)) {
    const present = merged[key];
    merged[key] = isJsonObject(present) && isJsonObject(value) ? mergeExtra(present, value) : value;
  }
  return merged;
}

function formText(placed: readonly PlacedValue[], extra: JsonObject | undefined): string {
  const declared = placed.flatMap(({ field, pointer, value }) =>
    isEmptyObject(value) ? [] : textPairs(field, formName(pointer), value),
  );
  const besides = Object.entries(extra ?? {}).map(([name, value]) => [name, plainText(value)] as const);
  return [...declared, ...besides].map(([name, text]) => `${percentEncode(name)}=${percentEncode(text)}`).join('&');
}

/** `/callback/url` → `callback[url]`. */
export function formName(pointer: string): string {
  const [first = '', ...rest] = parsePointer(pointer);
  return first + rest.map((token) => `[${token}]`).join('');
}

function plainText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
