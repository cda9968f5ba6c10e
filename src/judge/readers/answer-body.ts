import { READABLE_CODINGS, unknownCoding } from '../../lib/content-encoding.ts';
import { DEEPEST_JSON, isTooDeep } from '../../lib/json-depth.ts';
import { parseJson } from '../../lib/json-text.ts';
import { isJsonMedia, mediaType } from '../../lib/media-type.ts';
import { previewText } from '../../lib/preview-value.ts';
import { decodeCharset, decodeUtf8, otherCharset } from '../../lib/utf8.ts';
import { type HttpResponse, headerValue, headerValues } from '../../model/http.ts';

export type ReadBody =
  | { readonly kind: 'empty' }
  | { readonly kind: 'json'; readonly value: unknown; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly problem: string };

export function readAnswerBody(response: HttpResponse): ReadBody {
  const { body, truncatedAt } = response;
  if (truncatedAt !== undefined)
    return { kind: 'unreadable', problem: `a body that was cut off after ${truncatedAt} bytes` };
  if (body.length === 0) return { kind: 'empty' };
  const coding = unknownCoding(headerValues(response.headers, 'content-encoding'));
  if (coding !== undefined) return { kind: 'unreadable', problem: unknownCodingText(coding) };
  const sent = headerValue(response.headers, 'content-type');
  const claimsJson = sent === undefined || isJsonMedia(mediaType(sent));
  const charset = otherCharset(sent);
  // text in UTF-16 has many NUL bytes, which are valid in UTF-8 but never in JSON
  const isOther = charset !== undefined && (!claimsJson || body.includes(0));
  const text = isOther ? undefined : decodeUtf8(body);
  if (text === undefined) {
    if (claimsJson) return { kind: 'unreadable', problem: `bytes that are not UTF-8${charsetText(charset)}` };
    return { kind: 'text', text: decodeCharset(body, charset) };
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

const TOO_DEEP = `JSON nested deeper than the maximum of ${DEEPEST_JSON} levels`;

function unknownCodingText(coding: string): string {
  return `a body with Content-Encoding "${previewText(coding, 40)}"; only ${READABLE_CODINGS} can be read`;
}

function charsetText(charset: string | undefined): string {
  return charset === undefined ? '' : ` but, according to Content-Type, ${previewText(charset, 40)}`;
}
