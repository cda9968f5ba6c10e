import type { HttpRequest } from '../../model/http.ts';
import type { Json } from '../../model/json.ts';
import { decodeUtf8 } from '../../wire/utf8.ts';

/** The body as JSON; undefined when there is none or it is none. */
export function bodyOf({ body }: Pick<HttpRequest, 'body'>): Json | undefined {
  if (body === null || body.length === 0) return undefined;
  try {
    const value: Json = JSON.parse(decodeUtf8(body) ?? '');
    return value;
  } catch {
    return undefined;
  }
}
