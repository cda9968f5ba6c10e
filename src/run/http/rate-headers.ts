import { type HeaderList, headerValue } from '../../model/http.ts';

export interface RateNotice {
  /** Number of requests that the server still accepts in the current period. */
  readonly remaining?: number;
  readonly limit?: number;
  /** Milliseconds until the server accepts the next request. */
  readonly waitMs?: number;
}

/** Reads `RateLimit`, `X-RateLimit-*` and `Retry-After`, with times relative to `now`. */
export function readRateHeaders(headers: HeaderList, now: number): RateNotice {
  const structured = readStructured(headerValue(headers, 'ratelimit') ?? '');
  const find = (part: string) =>
    FAMILIES.map((family) => headerValue(headers, `${family}-${part}`)).find((text) => text !== undefined);
  const remaining = structured.r ?? structured.remaining ?? readCount(find('remaining'));
  const limit = structured.q ?? structured.limit ?? readCount(find('limit'));
  const seconds = structured.t ?? structured.reset;
  const waitMs =
    readWait(headerValue(headers, 'retry-after'), now) ??
    (seconds === undefined ? readWait(find('reset'), now) : seconds * 1000);
  return {
    ...(remaining !== undefined && { remaining }),
    ...(limit !== undefined && { limit }),
    ...(waitMs !== undefined && { waitMs }),
  };
}

const FAMILIES = ['ratelimit', 'x-ratelimit', 'x-rate-limit'];

/** Reads a rate-limit header such as `limit=100, remaining=0, reset=30` or `"default";r=0;t=30`. */
function readStructured(text: string): { readonly [part: string]: number | undefined } {
  const pairs = [...text.matchAll(/\b(limit|remaining|reset|q|r|t)=(\d+)/g)];
  return Object.fromEntries(pairs.map(([, part = '', digits]) => [part, Number(digits)]));
}

/** Reads the first number of a header such as `100, 100;w=60`. */
function readCount(text: string | undefined): number | undefined {
  const digits = /^\s*(\d+)/.exec(text ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

const EPOCH_SECONDS = 1e9;
const EPOCH_MILLISECONDS = 1e12;
/** In a header, a smaller number means seconds, and a larger number means milliseconds. */
const MOST_SECONDS = 100_000;

/** Reads seconds, milliseconds, a Unix time or a date, and returns milliseconds. */
function readWait(text: string | undefined, now: number): number | undefined {
  const value = text?.trim() ?? '';
  if (value === '') return undefined;
  if (!/^\d+(\.\d+)?$/.test(value)) {
    const date = Date.parse(value);
    return Number.isNaN(date) ? undefined : Math.max(0, date - now);
  }
  const number = Number(value);
  if (number >= EPOCH_MILLISECONDS) return Math.max(0, number - now);
  if (number >= EPOCH_SECONDS) return Math.max(0, number * 1000 - now);
  return number >= MOST_SECONDS ? number : number * 1000;
}
