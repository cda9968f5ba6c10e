import { codedError } from '../lib/error.ts';
import { tryParseJson, writeJson } from '../lib/json-text.ts';
import type { Exchange, RecordingEntry } from '../model/exchange.ts';
import type { HttpRequest, HttpResponse } from '../model/http.ts';
import { isJsonObject } from '../model/json.ts';
import { type BodyLine, bodyBytes, bodyLine } from './body-line.ts';
import { checkEntry } from './check-entry.ts';

/** One entry as one line of JSON without its line end. */
export function formatEntry(entry: RecordingEntry): string {
  return writeJson(entry.kind === 'exchange' ? exchangeLine(entry) : entry);
}

/** The entry of one line, with exactly the bytes that were formatted. Throws recording-invalid saying what is wrong. */
export function parseEntry(line: string): RecordingEntry {
  const value = parseLine(line);
  const problem = checkEntry(value);
  if (problem !== undefined) throw codedError('recording-invalid', problem);
  // checkEntry has looked at every member that is read below.
  const entry = value as ExchangeLine | Exclude<RecordingEntry, Exchange>; // checked above
  if (entry.kind !== 'exchange') return entry;
  const { request, response } = entry;
  // Nobody else has the value that was parsed: its bodies are put in place instead of copying all around them.
  if (request.body !== null) Object.assign(request, { body: bodyBytes(request.body) });
  if (response !== null) Object.assign(response, { body: bodyBytes(response.body) });
  return value as Exchange; // with bodies as bytes it is one
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
  throw codedError(
    'recording-invalid',
    'a line of a recording must be one JSON object; was something else, or cut short',
  );
}
