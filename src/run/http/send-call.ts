import { sleep } from '../../lib/on-abort.ts';
import type { Contract } from '../../model/contract.ts';
import type { Exchange } from '../../model/exchange.ts';
import { headerValue } from '../../model/http.ts';
import { isStatus } from '../../model/response-status.ts';
import type { Expectation } from '../../model/suite.ts';
import type { RunContext } from '../run-context.ts';
import { expectationHolds } from '../scenarios/expectation-holds.ts';
import type { PreparedCall } from '../scenarios/prepare-call.ts';
import { sendOnce } from './send-once.ts';
import type { TransportResult } from './transport-result.ts';

export interface SendOptions {
  readonly signal: AbortSignal;
  /** Number of the first attempt; default: 1. */
  readonly firstAttempt?: number;
  /** Receives each attempt before it is recorded, including superseded ones. */
  readonly onAttempt?: (exchange: Exchange) => void;
  /** The last attempt is returned without being recorded, which is left to the caller. */
  readonly keepLast?: boolean;
}

const FIRST_POLL_MS = 100;
const LONGEST_POLL_MS = 1000;
/** Failures that further attempts cannot change. */
const FINAL_FAILURES: ReadonlySet<string> = new Set(['interrupted', 'request-refused']);

/** Sends a call, repeats it if it may be retried or is polled, and records each attempt. Returns null if nothing was sent. */
export async function sendCall(run: RunContext, call: PreparedCall, options: SendOptions): Promise<Exchange | null> {
  const { signal, onAttempt, firstAttempt = 1 } = options;
  const turn = run.limiter.take(signal);
  if (turn !== true && !(await turn)) return null;
  const pollUntil = call.eventuallyMs === undefined ? undefined : performance.now() + call.eventuallyMs;
  const attempts: Attempts = { retried: 0, pollMs: FIRST_POLL_MS, pollUntil };
  for (let attempt = firstAttempt; ; attempt += 1) {
    const exchange = await sendOnce(run, call, { attempt, signal });
    onAttempt?.(exchange);
    const next = nextTry(run, call, { exchange, attempts });
    const again = next !== null && (await sleep(next.afterMs, signal)) && (await run.limiter.take(signal));
    if (!again) {
      if (options.keepLast !== true) run.recorder.record(exchange);
      return exchange;
    }
    run.recorder.record({ ...exchange, superseded: true, ...(next?.polling ? { polling: true } : {}) });
  }
}

interface Next {
  readonly afterMs: number;
  readonly polling: boolean;
}

/** The attempts so far. */
interface Attempts {
  retried: number;
  /** Until the next poll. */
  pollMs: number;
  /** From `performance.now()`, because the wall clock may jump. */
  readonly pollUntil: number | undefined;
}

interface Tried {
  readonly exchange: Exchange;
  readonly attempts: Attempts;
}

/** Decides after an attempt: a retry of a lost response, another poll, or null for the end. */
function nextTry(run: RunContext, call: PreparedCall, { exchange, attempts }: Tried): Next | null {
  const { contract, expect } = call;
  const { timeoutMs } = run.target.policy;
  const rules = { contract, expect, retries: run.retries, timeoutMs, now: run.now };
  const retry = nextAttempt(exchange, attempts.retried + 1, rules);
  if (retry !== null) {
    attempts.retried += 1;
    if (retry.asked) run.limiter.pause(retry.afterMs);
    return { afterMs: retry.afterMs, polling: false };
  }
  const { pollMs, pollUntil } = attempts;
  if (pollUntil === undefined || holds(run, call, exchange)) return null;
  const left = pollUntil - performance.now();
  if (left <= 0) return null;
  attempts.pollMs = Math.min(pollMs * 1.5, LONGEST_POLL_MS);
  return { afterMs: Math.min(pollMs, left), polling: true };
}

/** Polling ends: the response is as expected, or no response is possible. */
function holds(run: RunContext, { contract, expect }: PreparedCall, { response, failure }: Exchange): boolean {
  if (failure !== undefined) return FINAL_FAILURES.has(failure.code);
  const { envelope } = run.contracts.api;
  return response !== null && expectationHolds(response, { expect, contract, profile: run.target.profile, envelope });
}

/** Whether to try again: after what delay, and whether the target asked for it. */
type NextAttempt = { readonly afterMs: number; readonly asked: boolean } | null;

interface RetryRules {
  readonly contract: Contract;
  readonly expect: Expectation;
  readonly retries: number;
  readonly timeoutMs: number;
  /** For Retry-After dates. */
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
 * Retries a lost response or 5xx of an operation that the contract calls retryable, and a 429 of any operation, because the
 * target has not done anything yet. Nothing else is sent twice, and neither is a call whose step expects this response. A
 * retryable request that was lost on a reused connection gets one additional attempt, because the server may have closed the idle
 * connection.
 */
function nextAttempt(result: TransportResult, attempt: number, rules: RetryRules): NextAttempt {
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

/** Seconds or a date; only for 429 and 503. */
function retryAfterMs({ response }: TransportResult, now: number): number | undefined {
  if (response === null || (response.status !== TOO_MANY && response.status !== 503)) return undefined;
  const text = headerValue(response.headers, 'retry-after')?.trim();
  if (text === undefined || text === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
