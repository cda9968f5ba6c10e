import { isUtf8 } from 'node:buffer';

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
