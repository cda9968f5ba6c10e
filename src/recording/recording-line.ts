import { codedError } from '../lib/error.ts';
import { tryParseJson, writeJson } from '../lib/json-text.ts';
import { decodeUtf8 } from '../lib/utf8.ts';
import type { Exchange, RecordingEntry } from '../model/exchange.ts';
import type { HttpRequest, HttpResponse } from '../model/http.ts';
import { isJsonObject } from '../model/json.ts';
import { checkEntry } from './check-entry.ts';

export function formatEntry(entry: RecordingEntry): string {
  return writeJson(entry.kind === 'exchange' ? exchangeLine(entry) : entry);
}

/** @throws recording-invalid */
export function parseEntry(line: string): RecordingEntry {
  const value = parseLine(line);
  const problem = checkEntry(value);
  if (problem !== undefined) throw codedError('recording-invalid', problem);
  const entry = value as ExchangeLine | Exclude<RecordingEntry, Exchange>; // safe cast: validated by `checkEntry`
  if (entry.kind !== 'exchange') return entry;
  const { request, response } = entry;
  // Replaces the bodies in `value` itself, because copying every entry costs time and no other code sees `value`.
  if (request.body !== null) Object.assign(request, { body: bodyBytes(request.body) });
  if (response !== null) Object.assign(response, { body: bodyBytes(response.body) });
  return value as Exchange; // safe cast: the bodies were converted to bytes above
}

interface ExchangeLine extends Omit<Exchange, 'request' | 'response'> {
  readonly request: Omit<HttpRequest, 'body'> & { readonly body: BodyLine | null };
  readonly response: ResponseLine | null;
}

type ResponseLine = Omit<HttpResponse, 'body'> & { readonly body: BodyLine };

function exchangeLine(exchange: Exchange): ExchangeLine {
  const { request, response } = exchange;
  return {
    ...exchange,
    request: { ...request, body: request.body && bodyLine(request.body) },
    response: response && { ...response, body: bodyLine(response.body) },
  };
}

function parseLine(line: string): unknown {
  const value = tryParseJson(line);
  if (isJsonObject(value)) return value;
  throw codedError('recording-invalid', 'a line of a recording must be one complete JSON object');
}

/** A body in valid UTF-8 is stored as text, because people read and search recordings. */
export type BodyLine = { readonly text: string } | { readonly base64: string };

export function bodyLine(bytes: Uint8Array): BodyLine {
  const text = decodeUtf8(bytes);
  return text === undefined ? { base64: Buffer.from(bytes).toString('base64') } : { text };
}

export function bodyBytes(body: BodyLine): Uint8Array {
  return 'text' in body ? Buffer.from(body.text, 'utf8') : Buffer.from(body.base64, 'base64');
}
