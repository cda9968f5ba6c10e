import { DEEPEST_JSON, isTooDeep } from '../../lib/json-depth.ts';
import { parseJson } from '../../lib/json-text.ts';
import { isJsonMedia, mediaType } from '../../lib/media-type.ts';
import { previewText } from '../../lib/preview-value.ts';
import { decodeUtf8 } from '../../lib/utf8.ts';
import { type HttpResponse, headerValue } from '../../model/http.ts';

/** What can be read in an answer's body, whatever the contract says it is. */
export type ReadBody =
  | { readonly kind: 'empty' }
  | { readonly kind: 'json'; readonly value: unknown; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly problem: string };

export function readAnswerBody(response: HttpResponse): ReadBody {
  const { body, truncatedAt } = response;
  if (truncatedAt !== undefined) return { kind: 'unreadable', problem: `a body cut off after ${truncatedAt} bytes` };
  if (body.length === 0) return { kind: 'empty' };
  const sent = headerValue(response.headers, 'content-type');
  const claimsJson = sent === undefined || isJsonMedia(mediaType(sent));
  const text = decodeUtf8(body);
  if (text === undefined) {
    if (claimsJson) return { kind: 'unreadable', problem: 'bytes that are not UTF-8' };
    return { kind: 'text', text: Buffer.from(body).toString('latin1') };
  }
  if (!claimsJson && !/^\s*[[{]/.test(text)) return { kind: 'text', text };
  if (isTooDeep(text)) return claimsJson ? { kind: 'unreadable', problem: TOO_DEEP } : { kind: 'text', text };
  try {
    return { kind: 'json', value: parseJson(text), text };
  } catch {
    if (!claimsJson) return { kind: 'text', text };
    return { kind: 'unreadable', problem: `text that is not JSON: ${previewText(text, 60)}` };
  }
}

const TOO_DEEP = `JSON that nests deeper than the ${DEEPEST_JSON} levels that are read`;
