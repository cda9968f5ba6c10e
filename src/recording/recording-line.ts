import { codedError } from '../lib/coded-error.ts';
import type { Asked, Exchange, RecordingEntry } from '../model/exchange.ts';
import type { HttpRequest, HttpResponse } from '../model/http.ts';
import { isJsonObject } from '../model/json.ts';
import type { Expectation } from '../model/suite.ts';
import { type BodyLine, bodyBytes, bodyLine } from './body-line.ts';
import { checkEntry } from './check-entry.ts';

/** One entry as one line of JSON without its line end. The keys stand in a fixed order. */
export function formatEntry(entry: RecordingEntry): string {
  return JSON.stringify(entry.kind === 'exchange' ? exchangeLine(entry) : entry);
}

/** The entry of one line, with exactly the bytes that were formatted. Throws BAD_RECORDING saying what is wrong. */
export function parseEntry(line: string): RecordingEntry {
  const value = parseLine(line);
  const problem = checkEntry(value);
  if (problem !== undefined) throw codedError('BAD_RECORDING', problem);
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

/** Every member, those that need not be there too: what is undefined is not written. */
type Written<T> = { readonly [Key in keyof Required<T>]: T[Key] };

/** Each member by name: their order is the same on every line, and what is built alike is written fastest. */
function exchangeLine(exchange: Exchange): Written<ExchangeLine> {
  const { asked, expect, response } = exchange;
  const line = {
    kind: exchange.kind,
    id: exchange.id,
    address: exchange.address,
    phase: exchange.phase,
    operation: exchange.operation,
    attempt: exchange.attempt,
    superseded: exchange.superseded,
    asked: askedLine(asked),
    expect: expectLine(expect),
    request: requestLine(exchange.request),
    response: response === null ? null : responseLine(response),
    failure: exchange.failure,
    startedMs: exchange.startedMs,
    durationMs: exchange.durationMs,
    resent: exchange.resent,
    kept: exchange.kept,
    polling: exchange.polling,
    overheard: exchange.overheard,
    unjudgedAnswer: exchange.unjudgedAnswer,
  };
  return withUnknown(line, exchange);
}

function askedLine(asked: Asked): Written<Asked> {
  const { with: given, as, auth, invalid, forged } = asked;
  return withUnknown({ with: given, as, auth, invalid, forged }, asked);
}

function expectLine(expect: Expectation): Written<Expectation> {
  const { status, error, body, headers, blame } = expect;
  return withUnknown({ status, error, body, headers, blame }, expect);
}

/** Members that only a later version knows follow: nothing is lost. */
function withUnknown<T extends object>(line: T, source: object): T {
  for (const key in source) if (!Object.hasOwn(line, key)) return { ...line, ...source, ...line };
  return line;
}

function requestLine({ method, target, headers, body }: HttpRequest): ExchangeLine['request'] {
  return { method, target, headers, body: body === null ? null : bodyLine(body) };
}

function responseLine({ status, headers, body, truncatedAt }: HttpResponse): Written<ResponseLine> {
  return { status, headers, body: bodyLine(body), truncatedAt };
}

function parseLine(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    if (isJsonObject(value)) return value;
  } catch {
    // Said below: a line cut short and a line of another kind are the same mistake.
  }
  throw codedError('BAD_RECORDING', 'a line of a recording must be one JSON object; was something else, or cut short');
}
