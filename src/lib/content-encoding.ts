import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { errorCode, errorMessage } from './error-text.ts';

type DecodedContent =
  | { readonly kind: 'decoded'; readonly bytes: Uint8Array }
  | { readonly kind: 'unknown'; readonly coding: string }
  | { readonly kind: 'malformed'; readonly message: string }
  | { readonly kind: 'too-large' };

/** An empty body is valid with any coding, because a 304 response may name a coding. */
export function decodeContent(body: Uint8Array, encoding: readonly string[], most: number): DecodedContent {
  const codings = contentCodings(encoding);
  const coding = unknownCoding(encoding);
  if (body.byteLength === 0) return { kind: 'decoded', bytes: body };
  if (coding !== undefined) return { kind: 'unknown', coding };
  if (codings.length > MOST_CODINGS)
    return {
      kind: 'malformed',
      message: `the body has ${codings.length} codings; at most ${MOST_CODINGS} are supported`,
    };
  let bytes = body;
  for (const name of codings.toReversed())
    try {
      bytes = DECODERS[name]?.(bytes, { maxOutputLength: most }) ?? bytes;
    } catch (error) {
      if (errorCode(error) === 'ERR_BUFFER_TOO_LARGE') return { kind: 'too-large' };
      return { kind: 'malformed', message: `the body cannot be decoded as ${name}: ${errorMessage(error)}` };
    }
  return { kind: 'decoded', bytes };
}

export function unknownCoding(encoding: readonly string[]): string | undefined {
  return contentCodings(encoding).find((coding) => !Object.hasOwn(DECODERS, coding));
}

/** If wireparity cannot decode a coding, the coding is removed from the Accept-Encoding header. */
export function readableCodings(acceptEncoding: string): string {
  const kept = acceptEncoding.split(',').filter((each) => {
    const coding = each.split(';')[0]?.trim().toLowerCase() ?? '';
    return coding === 'identity' || Object.hasOwn(DECODERS, coding);
  });
  return kept.length === 0 ? 'identity' : kept.map((each) => each.trim()).join(', ');
}

const MOST_CODINGS = 8;

type Decode = (bytes: Uint8Array, options: { readonly maxOutputLength: number }) => Uint8Array;

const DECODERS: { readonly [coding: string]: Decode } = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  // many servers send raw deflate, without the zlib header that RFC 9110 requires
  deflate: (bytes, options) => (hasZlibHeader(bytes) ? inflateSync : inflateRawSync)(bytes, options),
  br: brotliDecompressSync,
};

export const READABLE_CODINGS = 'gzip, deflate and br';

function contentCodings(encoding: readonly string[]): readonly string[] {
  return encoding
    .flatMap((line) => line.split(','))
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
}

function hasZlibHeader([first = 0, second = 0]: Uint8Array): boolean {
  return (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0;
}
