import { isUtf8 } from 'node:buffer';
import { mediaParameter } from './media-type.ts';

/** The character by which Node replaces invalid bytes. */
const REPLACEMENT = '\uFFFD';

/** A body above 64 KiB may be an image, so its bytes are checked before they are decoded. */
const SHORT = 64 * 1024;

/** Decodes UTF-8 and keeps a byte order mark, or returns undefined for invalid UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  if (bytes.byteLength > SHORT && !isUtf8(bytes)) return undefined;
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString();
  return text.includes(REPLACEMENT) && !isUtf8(bytes) ? undefined : text;
}

/** Returns the charset of a Content-Type, unless the charset is UTF-8 or a subset of UTF-8. */
export function otherCharset(contentType: string | undefined): string | undefined {
  const charset = mediaParameter(contentType ?? '', 'charset')
    ?.trim()
    .toLowerCase();
  return charset === undefined || /^(utf-?8|(us-)?ascii|)$/.test(charset) ? undefined : charset;
}

/** Decodes a text. If the charset is unknown, each byte becomes one character. */
export function decodeCharset(bytes: Uint8Array, charset: string | undefined): string {
  try {
    if (charset !== undefined) return new TextDecoder(charset).decode(bytes);
  } catch {
    // the charset is unknown
  }
  return Buffer.from(bytes).toString('latin1');
}
