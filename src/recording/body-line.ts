import { decodeUtf8 } from '../lib/utf8.ts';

/** A body in a recording. It is plain text if it is valid UTF-8, so that the recording can be read and searched. */
export type BodyLine = { readonly text: string } | { readonly base64: string };

export function bodyLine(bytes: Uint8Array): BodyLine {
  const text = decodeUtf8(bytes);
  return text === undefined ? { base64: Buffer.from(bytes).toString('base64') } : { text };
}

/** Returns exactly the bytes of the body that were recorded. */
export function bodyBytes(body: BodyLine): Uint8Array {
  return 'text' in body ? Buffer.from(body.text, 'utf8') : Buffer.from(body.base64, 'base64');
}
