import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { errorCode, errorMessage } from '../../lib/error-text.ts';
import type { HttpResponse } from '../../model/http.ts';
import { headerValue } from '../../model/http.ts';
import type { TransportResult } from './transport-result.ts';

type Decoder = (bytes: Uint8Array, options: { readonly maxOutputLength: number }) => Promise<Uint8Array>;

const DECODERS: { readonly [encoding: string]: Decoder } = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/** Is the body in an encoding that we did not ask for but can read? */
export function isEncoded(response: HttpResponse): boolean {
  return response.body.byteLength > 0 && decoderFor(response) !== undefined;
}

/** The same answer with its body decoded, to at most `cap` bytes; its headers stay as they came. */
export async function decodeBody(response: HttpResponse, cap: number): Promise<TransportResult> {
  const decode = decoderFor(response);
  if (decode === undefined) return { response };
  try {
    return { response: { ...response, body: await decode(response.body, { maxOutputLength: cap }) } };
  } catch (error) {
    const tooLarge = errorCode(error) === 'ERR_BUFFER_TOO_LARGE';
    const message = tooLarge
      ? `the decoded body is longer than ${cap} bytes`
      : `the body cannot be decoded: ${errorMessage(error)}`;
    return { response, failure: { code: tooLarge ? 'body-too-large' : 'response-malformed', message } };
  }
}

function decoderFor(response: HttpResponse): Decoder | undefined {
  const encoding = headerValue(response.headers, 'content-encoding')?.trim().toLowerCase() ?? '';
  return Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined;
}
