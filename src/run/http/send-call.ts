import { sleep } from '../../lib/on-abort.ts';
import { isGenerated, scenarioOf } from '../../model/address.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Json } from '../../model/json.ts';
import type { OperationId } from '../../model/operation-id.ts';
import { isStatus, isSuccess, testsLimit } from '../../model/response-status.ts';
import type { Expectation } from '../../model/suite.ts';
import type { RunContext } from '../run-context.ts';
import { expectationHolds } from '../scenarios/expectation-holds.ts';
import { isPathValue } from '../scenarios/path-values.ts';
import type { PreparedCall } from '../scenarios/prepare-call.ts';
import { readRateHeaders } from './rate-headers.ts';
import { sendOnce } from './send-once.ts';
import type { CallLane } from './server-limits.ts';
import type { TransportResult } from './transport-result.ts';

export interface SendOptions {
  readonly signal: AbortSignal;
  readonly firstAttempt?: number;
  /** Called with each attempt before the attempt is recorded, even if the call is then retried. */
  readonly onAttempt?: (exchange: Exchange) => void;
  /** If true, the caller records the last attempt. */
  readonly keepLast?: boolean;
  /** True if the call tests a rate limit. Such a call ignores the pauses that the server asks for. */
  readonly unpaced?: boolean;
  /** Ids from earlier responses. Another scenario may have removed the items with these ids. */
  readonly taken?: ReadonlySet<Json>;
}

const FIRST_POLL_MS = 100;
const LONGEST_POLL_MS = 1000;
const FINAL_FAILURES: ReadonlySet<string> = new Set(['interrupted', 'request-refused']);

/** Returns null if no request was sent. */
export async function sendCall(run: RunContext, call: PreparedCall, options: SendOptions): Promise<Exchange | null> {
  const { signal, onAttempt, firstAttempt = 1, unpaced = false } = options;
  const lane = unpaced ? UNPACED : laneOf(call.asked, call.contract.id);
  const turn = run.pace.take(lane, signal);
  if (turn !== true && !(await turn)) return null;
  const pollUntil = call.eventuallyMs === undefined ? undefined : performance.now() + call.eventuallyMs;
  const attempts: Attempts = { retried: 0, pollMs: FIRST_POLL_MS, pollUntil, since: performance.now() };
  for (let attempt = firstAttempt; ; attempt += 1) {
    const others = run.pace.underWay() - 1 - run.pace.sent();
    const exchange = await sendOnce(run, call, { attempt, signal });
    // True if no other request was in progress between the start of this request and its response.
    const isAlone = others + run.pace.sent() === 0;
    run.pace.done(lane, unpaced ? null : exchange.response);
    run.service.note(exchange);
    run.onResponse?.(exchange);
    onAttempt?.(exchange);
    const isCrowded = isOverload(exchange, run) && (!isAlone || servesOtherwise(run, exchange));
    const next = nextTry(run, call, { exchange, attempts, isCrowded });
    const again = next !== null && (await sleep(next.afterMs, signal)) && (await run.pace.take(lane, signal));
    if (!again) {
      noteRemoved(run, exchange);
      const last =
        isCrowded || isGoneElsewhere(run, exchange, options.taken) ? { ...exchange, superseded: true } : exchange;
      if (options.keepLast !== true) run.recorder.record(last);
      return last;
    }
    run.recorder.record({ ...exchange, superseded: true, ...(next?.polling ? { polling: true } : {}) });
  }
}

const UNPACED: CallLane = { key: '\n', operation: '' };

export function laneOf({ auth, forged, as }: Exchange['asked'], operation: OperationId): CallLane {
  return { key: auth === null ? '' : forged === true ? '\t' : as, operation };
}

/** An operation that never succeeded is not overloaded, even if it always returns 503. */
function isOverload({ response, failure, expect, operation }: Exchange, { service }: RunContext): boolean {
  if (failure !== undefined || response?.status !== 503 || service.neverServes(operation)) return false;
  return !expect.status.some((wanted) => isStatus(wanted, 503));
}

/** A 503 probably comes from load if the operation has succeeded before, or if the server was overloaded. */
function servesOtherwise({ service, pace }: RunContext, { operation, address }: Exchange): boolean {
  return (service.hasServed(operation) || pace.wasOverloaded()) && isGenerated(address);
}

/** Ignores a path with several parameters, because the last id in such a path can be ambiguous. */
function noteRemoved({ contracts, removed }: RunContext, { operation, response, asked, address }: Exchange): void {
  const contract = contracts.operations.get(operation);
  if (contract?.method !== 'DELETE' || response === null || !isSuccess(response.status)) return;
  const names = contract.fields.filter(({ place }) => place.location === 'path').map(({ name }) => name);
  const id = asked.with[names[0] ?? ''];
  if (names.length === 1 && isPathValue(id)) removed.set(id, scenarioOf(address));
}

/** Scenarios can share an item, because some servers return an equal item that already exists. */
function isGoneElsewhere({ removed }: RunContext, exchange: Exchange, taken: ReadonlySet<Json> = new Set()): boolean {
  const { response, failure, address, phase, expect } = exchange;
  if (response === null || failure !== undefined || phase === 'cleanup' || !isAbsent(response.status)) return false;
  if (expect.status.some((wanted) => isStatus(wanted, response.status))) return false;
  return [...taken].some((id) => {
    const owner = isPathValue(id) ? removed.get(id) : undefined;
    return owner !== undefined && owner !== scenarioOf(address);
  });
}

/** Many servers return a 5xx for an item that does not exist. */
function isAbsent(status: number): boolean {
  return status === 404 || status === 409 || status === 410 || status >= 500;
}

interface Next {
  readonly afterMs: number;
  readonly polling: boolean;
}

interface Attempts {
  retried: number;
  pollMs: number;
  /** Values of `performance.now()`, because the system clock can change during the run. */
  readonly pollUntil: number | undefined;
  readonly since: number;
}

interface Tried {
  readonly exchange: Exchange;
  readonly attempts: Attempts;
  readonly isCrowded: boolean;
}

function nextTry(run: RunContext, call: PreparedCall, { exchange, attempts, isCrowded }: Tried): Next | null {
  const { contract, expect } = call;
  const { timeoutMs } = run.target.policy;
  if (isRefusedRemoval(exchange) && run.isAlone === true) return null;
  const isRefused = isRefusedRemoval(exchange) && !run.service.neverServes(exchange.operation);
  const isPatient = isCrowded || isRefused;
  const retries = isPatient ? Math.max(run.retries, CROWDED_RETRIES) : run.retries;
  const retryable = contract.retryable || isRefused;
  const rules = { retryable, expect, retries, timeoutMs, now: run.now };
  const retry = nextAttempt(exchange, attempts.retried + 1, rules);
  if (isCrowded) run.pace.overloaded(retry?.afterMs ?? FIRST_POLL_MS);
  if (retry !== null) {
    attempts.retried += 1;
    const isHopeless = attempts.retried > HOPELESS_RETRIES && !run.pace.hasAccepted(attempts.since);
    if (retry.asked === 'rate' && (isHopeless || run.pace.closed(laneOf(call.asked, contract.id)) !== undefined))
      return null;
    return { afterMs: retry.asked === 'rate' ? 0 : retry.afterMs, polling: false };
  }
  const { pollMs, pollUntil } = attempts;
  if (pollUntil === undefined || holds(run, call, exchange)) return null;
  const left = pollUntil - performance.now();
  if (left <= 0) return null;
  attempts.pollMs = Math.min(pollMs * 1.5, LONGEST_POLL_MS);
  return { afterMs: Math.min(pollMs, left), polling: true };
}

/** A clean-up's DELETE can be repeated after a 503, because a repeated DELETE does no harm. */
function isRefusedRemoval({ phase, request, response }: Exchange): boolean {
  return phase === 'cleanup' && request.method === 'DELETE' && response?.status === 503;
}

/** True if the response is as expected, or if further attempts would fail in the same way. */
function holds(run: RunContext, { contract, expect }: PreparedCall, { response, failure }: Exchange): boolean {
  if (failure !== undefined) return FINAL_FAILURES.has(failure.code);
  const { envelope } = run.contracts.api;
  return response !== null && expectationHolds(response, { expect, contract, profile: run.target.profile, envelope });
}

/** With `asked: 'rate'`, `Pace.take` waits in place of the caller. */
type NextAttempt = { readonly afterMs: number; readonly asked?: 'rate' } | null;

interface RetryRules {
  /** True if sending the call twice does no harm. */
  readonly retryable: boolean;
  readonly expect: Expectation;
  readonly retries: number;
  readonly timeoutMs: number;
  /** Returns milliseconds since 1970, because the header Retry-After may contain a date. */
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
/** Other requests may use up the limit first, so several retries may be needed. */
const ASKED_RETRIES = 5;
/** Maximum number of retries if the server has accepted no other request since the first attempt. */
const HOPELESS_RETRIES = 2;
const CROWDED_RETRIES = 4;

/** A call that got a 429 was not processed, so a retry does no harm. */
function nextAttempt(result: TransportResult, attempt: number, rules: RetryRules): NextAttempt {
  if (!isWorthRetrying(result, rules.expect)) return null;
  const { retryable } = rules;
  const asked = askedWaitMs(result, rules.now());
  const wasRefused = result.failure === undefined && result.response?.status === TOO_MANY;
  if (!retryable && !wasRefused) return null;
  if (wasRefused && asked !== undefined) return attempt > ASKED_RETRIES ? null : { afterMs: asked, asked: 'rate' };
  const retries = result.failure?.reused === true ? Math.max(1, rules.retries) : rules.retries;
  if (attempt > retries) return null;
  if (asked === undefined) return { afterMs: Math.min(100 * 2 ** (attempt - 1), LONGEST_BACKOFF_MS) };
  return { afterMs: Math.min(asked, 2 * rules.timeoutMs) };
}

function isWorthRetrying({ response, failure }: TransportResult, expect: Expectation): boolean {
  if (failure !== undefined) return RETRIED_FAILURES.has(failure.code);
  if (response?.status === TOO_MANY) return !testsLimit(expect.status);
  if (response === null || expect.status.some((wanted) => isStatus(wanted, response.status))) return false;
  return response.status >= 500;
}

/** Only a 429 or a 503 can ask for a pause. */
function askedWaitMs({ response }: TransportResult, now: number): number | undefined {
  if (response === null || (response.status !== TOO_MANY && response.status !== 503)) return undefined;
  return readRateHeaders(response.headers, now).waitMs;
}
