import { parseJson } from '../lib/json-text.ts';
import { decodeUtf8 } from '../lib/utf8.ts';
import type { Json } from '../model/json.ts';

/** A body as JSON; undefined when there is none or it is none. */
export function jsonBody(body: Uint8Array | null): Json | undefined {
  if (body === null || body.length === 0) return undefined;
  try {
    const value: Json = parseJson(decodeUtf8(body) ?? '');
    return value;
  } catch {
    return undefined;
  }
}
