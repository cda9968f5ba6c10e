import { decodeContent } from '../lib/content-encoding.ts';
import { userError } from '../lib/error.ts';
import { isJsonMedia, mediaType } from '../lib/media-type.ts';
import type { HeaderList, HttpResponse } from '../model/http.ts';

/** Converts a response of fetch, undici or axios. The body of the response stays readable. */
export async function toHttpResponse(value: unknown): Promise<HttpResponse> {
  if (isFetch(value)) return readFetch(value);
  if (isUndici(value)) return readUndici(value);
  if (isAxios(value)) return readAxios(value);
  throw userError('response-invalid', 'toMatchContract needs a response of fetch, undici.request or axios', {
    hint: "Give it the response itself: await expect(await fetch(url)).toMatchContract('things.get')",
  });
}

interface FetchResponse {
  readonly status: number;
  readonly bodyUsed: boolean;
  readonly headers: Iterable<readonly [string, string]>;
  clone(): { arrayBuffer(): Promise<ArrayBuffer> };
}

function isFetch(value: unknown): value is FetchResponse {
  return isRecord(value) && typeof value.clone === 'function' && typeof value.status === 'number';
}

async function readFetch(response: FetchResponse): Promise<HttpResponse> {
  if (response.bodyUsed) throw alreadyRead();
  const body = new Uint8Array(await response.clone().arrayBuffer());
  return { status: response.status, headers: withoutCoding([...response.headers]), body };
}

interface UndiciResponse {
  readonly statusCode: number;
  readonly headers: HeaderRecord;
  readonly body: { readonly bodyUsed: boolean; arrayBuffer(): Promise<ArrayBuffer> };
}

function isUndici(value: unknown): value is UndiciResponse {
  return isRecord(value) && typeof value.statusCode === 'number' && isRecord(value.body) && 'arrayBuffer' in value.body;
}

/** undici lets a body be read only once, so `body.json()` and similar methods are replaced. */
async function readUndici({ statusCode: status, headers, body }: UndiciResponse): Promise<HttpResponse> {
  if (body.bodyUsed) throw alreadyRead();
  const bytes = new Uint8Array(await body.arrayBuffer());
  const again = {
    arrayBuffer: async () => bytes.slice().buffer,
    bytes: async () => bytes.slice(),
    blob: async () => new Blob([bytes]),
    json: async () => JSON.parse(new TextDecoder().decode(bytes)),
    text: async () => new TextDecoder().decode(bytes),
    bodyUsed: false,
  };
  for (const [name, value] of Object.entries(again)) Object.defineProperty(body, name, { value, configurable: true });
  const pairs = toPairs(headers);
  const codings = pairs.filter(([name]) => name.toLowerCase() === 'content-encoding').map(([, coding]) => coding);
  const content = decodeContent(bytes, codings, MOST_BYTES);
  return content.kind === 'decoded'
    ? { status, headers: withoutCoding(pairs), body: content.bytes }
    : { status, headers: pairs, body: bytes };
}

const MOST_BYTES = 64 * 1024 * 1024;

interface AxiosResponse {
  readonly status: number;
  readonly headers: HeaderRecord;
  readonly data: unknown;
  readonly config?: { readonly responseType?: string };
}

function isAxios(value: unknown): value is AxiosResponse {
  return isRecord(value) && typeof value.status === 'number' && 'data' in value && isRecord(value.headers);
}

/** axios returns parsed JSON, which is converted to JSON text again. */
function readAxios({ status, headers, data, config }: AxiosResponse): HttpResponse {
  const pairs = withoutCoding(toPairs(headers));
  const isParsed = config?.responseType !== 'text' && pairs.some(([name, value]) => isJsonType(name, value));
  const isJsonText = isParsed && (typeof data === 'string' ? data !== '' : data === null);
  return { status, headers: pairs, body: toBytes(isJsonText ? JSON.stringify(data) : data) };
}

function isJsonType(name: string, value: string): boolean {
  return name.toLowerCase() === 'content-type' && isJsonMedia(mediaType(value));
}

function toBytes(data: unknown): Uint8Array {
  if (data === undefined || data === null) return new Uint8Array();
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (isRecord(data) && typeof data.pipe === 'function')
    throw userError(
      'response-invalid',
      'axios was asked for a stream, which cannot be read here: use another `responseType`',
    );
  return new TextEncoder().encode(typeof data === 'string' ? data : JSON.stringify(data));
}

type HeaderRecord = { readonly [name: string]: unknown };

function toPairs(headers: HeaderRecord): HeaderList {
  return Object.entries(headers).flatMap(([name, value]) => {
    const values = Array.isArray(value) ? value : [value];
    return values.filter((each) => each !== undefined && each !== null).map((each) => [name, String(each)] as const);
  });
}

/** The HTTP client has decoded the body, so `content-encoding` and `content-length` no longer describe the body. */
function withoutCoding(headers: HeaderList): HeaderList {
  return headers.filter(([name]) => !/^content-(?:encoding|length)$/i.test(name));
}

function alreadyRead(): Error {
  return userError('response-consumed', 'the body of the response has already been read', {
    hint: 'Call toMatchContract before you read the body; you can still read the body afterwards.',
  });
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null;
}
