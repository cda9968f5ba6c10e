import { sleep } from '../../lib/on-abort.ts';
import type { HttpResponse } from '../../model/http.ts';
import { readRateHeaders } from './rate-headers.ts';
import { type CallLane, createServerLimits } from './server-limits.ts';

export interface Pace {
  /** Returns false if the signal aborts before the request may be sent. */
  take(lane: CallLane, signal: AbortSignal): Promise<boolean> | true;
  /** Waits until the rate limit allows `count` requests at once. */
  takeAll(lane: CallLane, count: number, signal: AbortSignal): Promise<boolean>;
  done(lane: CallLane, response: HttpResponse | null): void;
  underWay(): number;
  sent(): number;
  /** Reduces the maximum number of requests in progress by half, because the server was overloaded. */
  overloaded(waitMs: number): void;
  wasOverloaded(): boolean;
  /** True if the server has accepted a request after the time `since`, measured with `performance.now()`. */
  hasAccepted(since: number): boolean;
  closed(lane: CallLane): string | undefined;
  remarks(): readonly string[];
}

interface PaceOptions {
  /** Null if the rate is unlimited. */
  readonly rate: Rate | null;
  readonly timeoutMs: number;
  /** Returns milliseconds since 1970, because headers contain dates. */
  readonly date: () => number;
  readonly now?: () => number;
}

const TOO_MANY = 429;
/** Most rate limits start again after one minute, so the longest pause is slightly longer. */
const LONGEST_WAIT_MS = 65_000;

const OVERLOADED =
  'the server returned 503 while other requests were open. From then on, the run sent fewer requests at once';

export function createPace({ rate, timeoutMs, date, now = () => performance.now() }: PaceOptions): Pace {
  const settings = createRateLimiter(rate, now);
  const limits = createServerLimits({ now, longestWaitMs: Math.max(LONGEST_WAIT_MS, 2 * timeoutMs) });
  const gate = new Gate();
  const remarks = new Set<string>();
  let isOverloaded = false;
  let acceptedAt = Number.NEGATIVE_INFINITY;
  const waitForRate = async (lane: CallLane, signal: AbortSignal) =>
    (await limits.wait(lane, signal)) && (await settings.take(signal));
  return {
    take: (lane, signal) => {
      const turn = limits.isPaused(lane) || !gate.isOpen() ? waitForRate(lane, signal) : settings.take(signal);
      return turn === true ? gate.pass() : turn.then((isOurs) => isOurs && gate.enter(signal));
    },
    takeAll: async (lane, count, signal) => {
      for (let taken = 0; taken < count; taken += 1) if (!(await waitForRate(lane, signal))) return false;
      return gate.pass(count);
    },
    underWay: () => gate.underWay,
    sent: () => gate.sent,
    hasAccepted: (since) => acceptedAt >= since,
    done: (lane, response) => {
      gate.leave(response !== null && isUnhurried(response.status));
      if (response === null) return;
      if (response.status < 400) acceptedAt = now();
      const notice = noticeOf(response, date());
      if (notice.isRefused && notice.waitMs !== undefined) gate.narrow();
      limits.note(lane, notice);
    },
    overloaded: (waitMs) => {
      isOverloaded = true;
      gate.narrow();
      settings.pause(waitMs);
      remarks.add(OVERLOADED);
    },
    wasOverloaded: () => isOverloaded,
    closed: limits.closed,
    remarks: () => [...remarks],
  };
}

/** A server that rejects a request with a status such as 400 is not overloaded. */
function isUnhurried(status: number): boolean {
  return status < 500 && status !== TOO_MANY;
}

function noticeOf({ status, headers }: HttpResponse, date: number) {
  return { ...readRateHeaders(headers, date), isRefused: status === TOO_MANY };
}

/** After this many good responses in a row, one more request may run at the same time. */
const GOOD_TO_WIDEN = 20;

/** The number of requests in progress is unlimited until the server rejects a request because of overload. */
class Gate {
  underWay = 0;
  sent = 0;
  private most = Number.POSITIVE_INFINITY;
  private good = 0;
  private readonly waiting: (() => void)[] = [];

  isOpen(): boolean {
    return this.underWay < this.most && this.waiting.length === 0;
  }

  pass(count = 1): true {
    this.underWay += count;
    this.sent += count;
    return true;
  }

  async enter(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false;
    if (this.isOpen()) return this.pass();
    return new Promise((resolve) => {
      const enter = () => {
        signal.removeEventListener('abort', leave);
        resolve(this.pass());
      };
      const leave = () => {
        this.waiting.splice(this.waiting.indexOf(enter), 1);
        resolve(false);
      };
      signal.addEventListener('abort', leave, { once: true });
      this.waiting.push(enter);
    });
  }

  leave(isGood: boolean): void {
    this.underWay -= 1;
    this.good = isGood ? this.good + 1 : 0;
    if (this.good >= GOOD_TO_WIDEN) {
      this.good = 0;
      this.most += 1;
    }
    while (this.underWay < this.most && this.waiting.length > 0) this.waiting.shift()?.();
  }

  narrow(): void {
    this.most = Math.max(1, Math.floor(Math.min(this.most, this.underWay + 1) / 2));
  }
}

interface RateLimiter {
  take(signal: AbortSignal): Promise<boolean> | true;
  pause(ms: number): void;
}

interface Rate {
  readonly count: number;
  readonly windowMs: number;
}

/** If the rate is null, requests wait only during a pause. */
function createRateLimiter(rate: Rate | null, now: () => number = () => performance.now()): RateLimiter {
  const starts: number[] = [];
  // Requests may arrive closer together than they were sent, so the window is slightly longer.
  const windowMs = rate === null ? 0 : rate.windowMs * 1.01 + 5;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let queue: Promise<boolean> = Promise.resolve(true);

  const delay = (): number => {
    const time = now();
    while (starts.length > 0 && time - (starts[0] ?? 0) >= windowMs) starts.shift();
    const full = rate !== null && starts.length >= rate.count;
    return Math.max(pausedUntil - time, full ? (starts[0] ?? 0) + windowMs - time : 0);
  };
  const waitTurn = async (signal: AbortSignal): Promise<boolean> => {
    for (let ms = delay(); ms > 0; ms = delay()) if (!(await sleep(Math.ceil(ms), signal))) return false;
    if (rate !== null) starts.push(now());
    return !signal.aborted;
  };
  return {
    take: (signal) => {
      if (rate === null && now() >= pausedUntil) return true;
      queue = queue.then(() => waitTurn(signal));
      return queue;
    },
    pause: (ms) => {
      pausedUntil = Math.max(pausedUntil, now() + ms);
    },
  };
}
