import { codedError } from '../lib/error.ts';
import { previewValue } from '../lib/preview-value.ts';
import type { HeaderList, HttpRequest, HttpResponse } from '../model/http.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';

export interface HarExchange {
  /** Scheme, host and port, such as `https://api.example.com:8443`. */
  readonly origin: string;
  readonly request: HttpRequest;
  readonly response: HttpResponse | null;
  /** The body that was sent but is not in the archive. */
  readonly lacks: 'nothing' | 'request body' | 'response body';
  /** Milliseconds since 1970, or NaN if the archive does not contain the time. */
  readonly startedAt: number;
  readonly durationMs: number;
}

/** Parses the entries of an HTTP Archive 1.2 in order. @throws har-invalid with the reason */
export function parseHar(text: string): readonly HarExchange[] {
  const document = parseJson(text);
  const log = isJsonObject(document) ? document.log : undefined;
  const entries = isJsonObject(log) ? log.entries : undefined;
  if (!Array.isArray(entries)) throw badHar(`log.entries must be a list; was ${previewValue(entries, 60)}`);
  return entries.map((entry, index) => readEntry(entry, `log.entries.${index}`));
}

function parseJson(text: string): unknown {
  try {
    // Some programs start the file with a byte order mark.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw badHar('the file must contain complete JSON');
  }
}

function readEntry(entry: unknown, path: string): HarExchange {
  const { request, response, startedDateTime, time } = objectAt(entry, path);
  const asked = objectAt(request, `${path}.request`);
  const url = splitUrl(textAt(asked.url, `${path}.request.url`), `${path}.request.url`);
  const sent = readRequest(asked, url.target, `${path}.request`);
  const answer = readResponse(response, `${path}.response`);
  const lacks = sent.lacks ? 'request body' : answer.lacks ? 'response body' : 'nothing';
  return {
    ...{ origin: url.origin, request: sent.request, response: answer.response, lacks },
    startedAt: typeof startedDateTime === 'string' ? Date.parse(startedDateTime) : Number.NaN,
    durationMs: typeof time === 'number' && time > 0 ? time : 0,
  };
}

/** Keeps the path as written, and drops `#fragment`, because browsers never send a fragment. */
function splitUrl(url: string, path: string): { readonly origin: string; readonly target: string } {
  const [, scheme, host, rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/)(?:[^/?#]*@)?([^/?#@]+)([^#]*)/is.exec(url) ?? [];
  const origin = scheme === undefined || host === undefined ? undefined : scheme + host;
  if (origin === undefined) throw badHar(`${path} must be a URL; was ${previewValue(url, 60)}`);
  return { origin: origin.toLowerCase(), target: rest.startsWith('/') ? rest : `/${rest}` };
}

interface ReadRequest {
  readonly request: HttpRequest;
  readonly lacks: boolean;
}

function readRequest(asked: JsonObject, target: string, path: string): ReadRequest {
  const { postData, bodySize } = asked;
  const method = textAt(asked.method, `${path}.method`);
  const headers = readHeaders(asked.headers, `${path}.headers`);
  const given = isJsonObject(postData) ? postData : {};
  const body = bytesOf(given) ?? formBytes(given.params);
  const lacks = body === null && typeof bodySize === 'number' && bodySize > 0;
  return { request: { method, target, headers, body }, lacks };
}

/** Some archives contain the member `params` of a form, but not the form's text. */
function formBytes(params: unknown): Uint8Array | null {
  if (!Array.isArray(params) || params.length === 0) return null;
  const pairs = params
    .filter(isJsonObject)
    .map(({ name, value }): [string, string] => [String(name), String(value ?? '')]);
  return Buffer.from(new URLSearchParams(pairs).toString());
}

function readResponse(response: unknown, path: string) {
  if (response === undefined || response === null) return { response: null, lacks: false };
  const { status, headers, content, bodySize } = objectAt(response, path);
  if (typeof status !== 'number') throw badHar(`${path}.status must be a number; was ${previewValue(status, 60)}`);
  // Browsers write status 0 for a request that they cancelled or blocked.
  if (status === 0) return { response: null, lacks: false };
  const given = isJsonObject(content) ? content : {};
  // Browsers write the cached body of a 304 into the archive, although the response had no body.
  const body = status === 204 || status === 304 ? new Uint8Array() : bytesOf(given);
  const size = typeof given.size === 'number' && given.size >= 0 ? given.size : bodySize;
  const lacks = body === null && typeof size === 'number' && size > 0;
  const kept = readHeaders(headers, `${path}.headers`).filter(([name]) => !DECODED.test(name));
  return { response: { status, headers: kept, body: body ?? new Uint8Array() }, lacks };
}

/** An HTTP Archive contains decoded bodies, so these headers would be wrong. */
const DECODED = /^(content-encoding|content-length|transfer-encoding)$/i;

function bytesOf({ text, encoding }: JsonObject): Uint8Array | null {
  return typeof text === 'string' ? Buffer.from(text, encoding === 'base64' ? 'base64' : 'utf8') : null;
}

/** Removes the pseudo-headers of HTTP/2, such as `:path`. */
function readHeaders(headers: unknown, path: string): HeaderList {
  if (headers === undefined) return [];
  if (!Array.isArray(headers)) throw badHar(`${path} must be a list; was ${previewValue(headers, 60)}`);
  return headers.flatMap((header, index): HeaderList => {
    const { name, value } = objectAt(header, `${path}.${index}`);
    const text = textAt(name, `${path}.${index}.name`);
    return text.startsWith(':') ? [] : [[text, textAt(value ?? '', `${path}.${index}.value`)]];
  });
}

function objectAt(value: unknown, path: string): JsonObject {
  if (isJsonObject(value)) return value;
  throw badHar(`${path} must be an object; was ${previewValue(value, 60)}`);
}

function textAt(value: unknown, path: string): string {
  if (typeof value === 'string') return value;
  throw badHar(`${path} must be text; was ${previewValue(value, 60)}`);
}

function badHar(what: string): Error {
  return codedError('har-invalid', `not an HTTP Archive: ${what}`);
}
