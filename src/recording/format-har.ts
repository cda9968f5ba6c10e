import { writeJson } from '../lib/json-text.ts';
import { decodeUtf8 } from '../lib/utf8.ts';
import type { Exchange } from '../model/exchange.ts';
import { type HeaderList, type HttpRequest, type HttpResponse, headerValue } from '../model/http.ts';
import { formPairs } from '../wire/decode-body.ts';
import { originForm } from '../wire/find-operation.ts';

interface HarOptions {
  /** The server's origin, because recorded requests do not contain the origin. */
  readonly origin: string;
  readonly tool: { readonly name: string; readonly version: string };
}

/** Times are optional, because a trace does not record them. */
export type HarSource = Pick<Exchange, 'id' | 'request' | 'response' | 'failure'> &
  Partial<Pick<Exchange, 'startedMs' | 'durationMs'>>;

/** Recordings have no date, so the archive counts times from the start of 1970. */
export function formatHar(exchanges: readonly HarSource[], { origin, tool }: HarOptions): string {
  const entries = exchanges.map((exchange) => entryOf(exchange, origin));
  return `${writeJson({ log: { version: '1.2', creator: tool, entries } }, 2)}\n`;
}

function entryOf({ id, request, response, failure, startedMs = 0, durationMs = 0 }: HarSource, origin: string) {
  return {
    startedDateTime: new Date(startedMs).toISOString(),
    time: durationMs,
    request: requestOf(request, origin),
    response: response === null ? NO_RESPONSE : responseOf(response),
    cache: {},
    timings: { send: 0, wait: durationMs, receive: 0 },
    comment: failure === undefined ? id : `${id}: ${failure.code}: ${failure.message}`,
  };
}

const COMMON = { httpVersion: 'HTTP/1.1', cookies: [], headersSize: -1 } as const;

function requestOf({ method, target, headers, body }: HttpRequest, origin: string) {
  const path = originForm(target);
  const query = path.includes('?') ? formPairs(path.slice(path.indexOf('?') + 1)) : [];
  const mimeType = headerValue(headers, 'content-type') ?? '';
  return {
    ...{ ...COMMON, method, url: origin + path, headers: pairsOf(headers), queryString: pairsOf(query) },
    bodySize: body?.length ?? 0,
    ...(body !== null && { postData: { mimeType, ...textOf(body) } }),
  };
}

function responseOf({ status, headers, body }: HttpResponse) {
  const mimeType = headerValue(headers, 'content-type') ?? '';
  return {
    ...{ ...COMMON, status, statusText: '', headers: pairsOf(headers) },
    ...{ redirectURL: headerValue(headers, 'location') ?? '', bodySize: body.length },
    content: { size: body.length, mimeType, ...textOf(body) },
  };
}

/** Values that browsers write into an archive for a request without a response. */
const NO_RESPONSE = {
  ...{ ...COMMON, status: 0, statusText: '', headers: [], redirectURL: '', bodySize: -1 },
  content: { size: 0, mimeType: '' },
} as const;

function pairsOf(pairs: HeaderList) {
  return pairs.map(([name, value]) => ({ name, value }));
}

function textOf(body: Uint8Array) {
  const text = decodeUtf8(body);
  return text === undefined ? { text: Buffer.from(body).toString('base64'), encoding: 'base64' } : { text };
}
