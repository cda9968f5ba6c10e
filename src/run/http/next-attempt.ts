import type { Contract } from '../../model/contract.ts';
import { headerValue } from '../../model/http.ts';
import { isStatus } from '../../model/response-status.ts';
import type { Expectation } from '../../model/suite.ts';
import type { TransportResult } from './transport-result.ts';

/** Whether to try again: after how long, and whether it is the target that asked for the pause. */
export type NextAttempt = { readonly afterMs: number; readonly asked: boolean } | null;

export interface RetryRules {
  readonly contract: Contract;
  readonly expect: Expectation;
  readonly retries: number;
  readonly timeoutMs: number;
  /** Of Retry-After dates. */
  readonly now: () => number;
}

const RETRIED_FAILURES: ReadonlySet<string> = new Set([
  'connection-refused',
  'connection-reset',
  'connection-closed',
  'timeout',
  'response-malformed',
]);
const LONGEST_BACKOFF_MS = 2000;
const TOO_MANY = 429;

/**
 * A lost response or 5xx of an operation that the contract calls retryable is tried again, and a 429 of any: the target did
 * nothing yet. Nothing else is ever sent twice, and nothing that the step expects. A retryable request that was lost on a
 * re-used connection has one attempt for free: the server may have closed the idle connection.
 */
export function nextAttempt(result: TransportResult, attempt: number, rules: RetryRules): NextAttempt {
  const retries = result.failure?.reused === true ? Math.max(1, rules.retries) : rules.retries;
  if (attempt > retries || !isWorthRetrying(result, rules.expect)) return null;
  const wasRefused = result.failure === undefined && result.response?.status === TOO_MANY;
  if (!rules.contract.retryable && !wasRefused) return null;
  const asked = retryAfterMs(result, rules.now());
  if (asked === undefined) return { afterMs: Math.min(100 * 2 ** (attempt - 1), LONGEST_BACKOFF_MS), asked: false };
  return { afterMs: Math.min(asked, 2 * rules.timeoutMs), asked: true };
}

function isWorthRetrying({ response, failure }: TransportResult, expect: Expectation): boolean {
  if (failure !== undefined) return RETRIED_FAILURES.has(failure.code);
  if (response === null || expect.status.some((wanted) => isStatus(wanted, response.status))) return false;
  return response.status === TOO_MANY || response.status >= 500;
}

/** Seconds or a date; only of 429 and 503. */
function retryAfterMs({ response }: TransportResult, now: number): number | undefined {
  if (response === null || (response.status !== TOO_MANY && response.status !== 503)) return undefined;
  const text = headerValue(response.headers, 'retry-after')?.trim();
  if (text === undefined || text === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
