import { parsePointer } from '../../lib/json-pointer.ts';
import { parseJson, writeJson } from '../../lib/json-text.ts';
import { decodeUtf8 } from '../../lib/utf8.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { HeaderList } from '../../model/http.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import type { PageCause, PageExchange, PageRange } from '../../model/page-data.ts';
import { printable } from '../printable.ts';

export type ShownExchange = Pick<Exchange, 'request' | 'response' | 'failure'>;

export function pageExchange({ request, response, failure }: ShownExchange): PageExchange {
  return {
    request: linesOf(`${request.method} ${request.target}`, request),
    response: response === null ? null : linesOf(`${response.status}`, response),
    failure: failure === undefined ? null : printable(`${failure.code}: ${failure.message}`),
  };
}

/** Finds the lines of the value at a JSON pointer such as `/response/body/id`. */
export function markedRanges(
  { request, response }: ShownExchange,
  pointer: string,
): Omit<PageCause['marked'], 'contract'> {
  const [side, ...path] = parsePointer(pointer);
  return {
    request: side === 'request' ? rangeIn(request, path) : null,
    response: side === 'response' && response !== null ? rangeIn(response, path) : null,
  };
}

interface Sent {
  readonly headers: HeaderList;
  readonly body: Uint8Array | null;
}

function linesOf(first: string, { headers, body }: Sent): readonly string[] {
  const { lines } = readBody(body);
  const head = [first, ...headers.map(([name, value]) => `${name}: ${value}`)];
  return [...head, ...(lines.length === 0 ? [] : ['', ...cutLines(lines)])].map(printableLine);
}

function rangeIn({ headers, body }: Sent, [part, ...path]: readonly string[]): PageRange | null {
  if (part === 'headers') {
    const at = headers.findIndex(([name]) => name.toLowerCase() === path[0]?.toLowerCase());
    return at < 0 ? null : [at + 1, at + 2];
  }
  if (part !== 'body') return [0, 1];
  const { value, lines } = readBody(body);
  const start = headers.length + 2;
  if (lines.length === 0) return null;
  const [from, to] = value === undefined ? [start, start + lines.length] : rangeOf(value, path, start);
  return from - start >= MOST_LINES ? null : [from, Math.min(to, start + MOST_LINES)];
}

interface Body {
  readonly lines: readonly string[];
  readonly value: Json | undefined;
}

function readBody(body: Uint8Array | null): Body {
  if (body === null || body.length === 0) return { lines: [], value: undefined };
  const text = decodeUtf8(body.subarray(0, MOST_BYTES));
  if (text === undefined) return { lines: [`(${body.length} bytes that are not text)`], value: undefined };
  try {
    const value = parseJson(text);
    return { lines: writeJson(value, 2).split('\n'), value };
  } catch {
    return { lines: text.split(/\r?\n/), value: undefined };
  }
}

const MOST_BYTES = 256 * 1024;
const MOST_LINES = 400;
const LONGEST_LINE = 2000;

function cutLines(lines: readonly string[]): readonly string[] {
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES), `… ${lines.length - MOST_LINES} more lines`];
}

export function printableLine(line: string): string {
  const indent = /^ */.exec(line)?.[0] ?? '';
  const text = printable(line);
  return `${indent}${text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE)}…` : text}`;
}

/** If the path does not exist, returns the lines of the innermost part that exists. */
function rangeOf(value: Json, [token, ...rest]: readonly string[], start: number): PageRange {
  const members = Array.isArray(value)
    ? [...value.entries()].map(([index, item]) => [String(index), item] as const)
    : isJsonObject(value)
      ? Object.entries(value)
      : [];
  let line = start + 1;
  for (const [name, member] of token === undefined ? [] : members) {
    if (name === token || token === '*') return rangeOf(member, rest, line);
    line += countLines(member);
  }
  return [start, start + countLines(value)];
}

function countLines(value: Json): number {
  return writeJson(value, 2).split('\n').length;
}
