import { codedError } from '../lib/error.ts';
import { parsePointer } from '../lib/json-pointer.ts';
import { writeJson } from '../lib/json-text.ts';
import { typeInRange } from '../lib/media-type.ts';
import { percentEncode } from '../lib/percent.ts';
import { USUAL_MEDIA } from '../model/content.ts';
import type { Contract } from '../model/contract.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { SchemaRegistry } from '../schema/resolve-ref.ts';
import { writeMultipart } from './multipart.ts';
import type { PlacedValue } from './place-values.ts';
import { isContainer, type Pair, scalarText, writePairs } from './styles.ts';

interface EncodedBody {
  readonly contentType: string;
  readonly text: string;
}

interface BodyParts {
  readonly placed: readonly PlacedValue[];
  readonly extra: JsonObject | undefined;
  readonly schemas: SchemaRegistry;
}

/** Returns null if there is nothing to send. For a form without fields, the body is empty, not null. */
export function encodeBody(contract: Contract, { placed, extra, schemas }: BodyParts): EncodedBody | null {
  const isEmptyForm = contract.content === 'form' && contract.method !== 'GET' && contract.method !== 'DELETE';
  if (placed.length === 0 && extra === undefined && contract.bodyRequired !== true && !isEmptyForm) return null;
  const contentType = sentMedia(contract) ?? 'application/json';
  switch (contract.content) {
    case 'form':
      return { contentType, text: formText(formPairsOf(placed, extra, schemas)) };
    case 'multipart':
      return writeMultipart(formPairsOf(placed.map(asPart), extra, schemas), contentType);
    case 'text': {
      const whole = placed.find(({ field }) => field.whole);
      if (whole !== undefined && extra === undefined)
        return { contentType, text: scalarText(whole.value, 'true-false') };
      break;
    }
  }
  return { contentType, text: writeJson(mergeExtra(jsonBody(placed), extra)) };
}

/** Returns the Content-Type to send. For a declared range such as `image/*`, this is a type in the range. */
export function sentMedia({ content, mediaTypes }: Contract): string | undefined {
  const [first] = mediaTypes ?? [];
  return mediaTypes?.find((media) => !media.includes('*')) ?? (first && typeInRange(first)) ?? USUAL_MEDIA[content][0];
}

/** In multipart/form-data, an object is JSON text, and a list has one part per item. */
function asPart(placed: PlacedValue): PlacedValue {
  const { value, field } = placed;
  const isList = Array.isArray(value) && !value.some(isContainer);
  if (isList || !isContainer(value) || field.fields.length > 0 || field.serialization.style !== 'form') return placed;
  return { ...placed, value: writeJson(value) };
}

/** An object without a prototype, so that `__proto__` is an ordinary member. */
type OpenObject = { [key: string]: Json };

/** The objects that `openObject` created. Only these objects may be modified. */
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
  // An empty object must not replace nested fields that are already set.
  if (token === undefined) return isEmptyObject(value) && isJsonObject(node) ? node : value;
  const object = openObject(node, made);
  object[token] = setMember(object[token], { tokens, value, made }, depth + 1);
  return object;
}

function openObject(node: Json | undefined, made: Made): OpenObject {
  if (made.has(node)) return node as OpenObject; // safe cast: `made` contains only objects that this function created
  const object: OpenObject = Object.assign(Object.create(null), isJsonObject(node) ? node : {});
  made.add(object);
  return object;
}

function mergeExtra(body: Json, extra: JsonObject | undefined): Json {
  if (extra === undefined) return body;
  if (!isJsonObject(body)) {
    throw codedError(
      'body-not-object',
      'extra.body can only be added to an object, but the body is not an object (use raw.body)',
    );
  }
  const merged: OpenObject = Object.assign(Object.create(null), body);
  for (const [key, value] of Object.entries(extra)) {
    const present = merged[key];
    merged[key] = isJsonObject(present) && isJsonObject(value) ? mergeExtra(present, value) : value;
  }
  return merged;
}

function formPairsOf(
  placed: readonly PlacedValue[],
  extra: JsonObject | undefined,
  schemas: SchemaRegistry,
): readonly Pair[] {
  const declared = placed.flatMap(({ field, pointer, value }): readonly Pair[] => {
    if (isEmptyObject(value)) return [];
    if (pointer !== '') return writePairs(field, formName(pointer), value, schemas);
    return wholePairs(field, value, schemas);
  });
  const besides = Object.entries(extra ?? {}).map(([name, value]): Pair => [name, plainText(value)]);
  return [...declared, ...besides];
}

/** Encodes a form that is declared as one field. The members of the value become the pairs of the form. */
function wholePairs(field: PlacedValue['field'], value: Json, schemas: SchemaRegistry): readonly Pair[] {
  if (!isJsonObject(value)) return [['', plainText(value)]];
  return Object.entries(value).flatMap(([key, member]) => writePairs({ ...field, schema: true }, key, member, schemas));
}

function formText(pairs: readonly Pair[]): string {
  return pairs.map(([name, text]) => `${percentEncode(name)}=${percentEncode(text)}`).join('&');
}

/** Converts a pointer to the name of a form field, such as `/callback/url` to `callback[url]`. */
export function formName(pointer: string): string {
  const [first = '', ...rest] = parsePointer(pointer);
  return first + rest.map((token) => `[${token}]`).join('');
}

function plainText(value: Json): string {
  return typeof value === 'string' ? value : writeJson(value);
}
