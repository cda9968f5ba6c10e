import { isTooDeep } from '../../lib/json-depth.ts';
import { parseJson } from '../../lib/json-text.ts';
import type { HttpResponse } from '../../model/http.ts';
import type { Json } from '../../model/json.ts';

export type ParsedBody = { readonly isJson: true; readonly value: Json } | { readonly isJson: false };

const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** Parses the body even if the content type is not JSON, because the judge checks the content type. */
export function readAnswer(response: HttpResponse): ParsedBody {
  if (response.body.byteLength === 0) return { isJson: false };
  try {
    const text = DECODER.decode(response.body);
    return isTooDeep(text) ? { isJson: false } : { isJson: true, value: parseJson(text) };
  } catch {
    return { isJson: false };
  }
}
