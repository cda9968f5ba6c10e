import { parsePointer } from '../lib/json-pointer.ts';
import { tryParseJson } from '../lib/json-text.ts';
import { decodeUtf8 } from '../lib/utf8.ts';
import { isJsonObject, type Json, type JsonObject, type JsonPointer } from '../model/json.ts';

export function jsonBody(body: Uint8Array | null): Json | undefined {
  if (body === null || body.length === 0) return undefined;
  return tryParseJson(decodeUtf8(body) ?? '');
}

/** Returns a copy with `value` at the pointer, after creating missing parents. */
export function withMember(object: JsonObject, pointer: JsonPointer, value: Json): JsonObject {
  return place(object, parsePointer(pointer), value);
}

function place(object: JsonObject, [key, ...rest]: readonly string[], value: Json): JsonObject {
  if (key === undefined) return isJsonObject(value) ? value : object;
  const inside = Object.hasOwn(object, key) ? object[key] : undefined;
  return { ...object, [key]: rest.length === 0 ? value : place(isJsonObject(inside) ? inside : {}, rest, value) };
}
