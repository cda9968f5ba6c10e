import { isUtf8 } from 'node:buffer';
import { mediaParameter } from './media-type.ts';

/** What stands for bytes that are none. */
const REPLACEMENT = '\uFFFD';

/** Longer ones are looked at before they are decoded: they may be pictures. */
const SHORT = 64 * 1024;

/** Bytes as text, a byte order mark kept; undefined when they are no valid UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  if (bytes.byteLength > SHORT && !isUtf8(bytes)) return undefined;
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString();
  return text.includes(REPLACEMENT) && !isUtf8(bytes) ? undefined : text;
}

/** The charset that a Content-Type names, unless that is UTF-8 or a part of it. */
export function otherCharset(contentType: string | undefined): string | undefined {
  const charset = mediaParameter(contentType ?? '', 'charset')
    ?.trim()
    .toLowerCase();
  return charset === undefined || /^(utf-?8|(us-)?ascii|)$/.test(charset) ? undefined : charset;
}

/** Text in a charset; in an unknown one each byte is a character. */
export function decodeCharset(bytes: Uint8Array, charset: string | undefined): string {
  try {
    if (charset !== undefined) return new TextDecoder(charset).decode(bytes);
  } catch {
    // no such charset
  }
  return Buffer.from(bytes).toString('latin1');
}
