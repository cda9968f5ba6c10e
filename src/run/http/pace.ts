import { sleep } from '../../lib/on-abort.ts';
import type { HttpResponse } from '../../model/http.ts';
import { readRateHeaders } from './rate-headers.ts';
import { type CallLane, createServerLimits } from './server-limits.ts';

/** Limits how fast requests are sent. The target's settings and the server's responses decide the speed. */
export interface Pace {
  /**
   * Waits until the next request may be sent. Waiting calls continue in the order in which they started to wait. Returns false
   * if the signal aborts first. Call `done` after each request.
   */
  take(lane: CallLane, signal: AbortSignal): Promise<boolean> | true;
  /** Waits until `count` requests may be sent together. The limit for requests in progress does not apply. */
  takeAll(lane: CallLane, count: number, signal: AbortSignal): Promise<boolean>;
  /** Must be called when a request has ended. */
  done(lane: CallLane, response: HttpResponse | null): void;
  /** Returns the number of requests in progress. */
  underWay(): number;
  /** Returns the number of requests sent so far. */
  sent(): number;
  /** Halves the maximum number of open requests, because the server rejected a request while too many requests were open. */
  overloaded(waitMs: number): void;
  /** Called after the server rejected a request because too many requests were open. */
  wasOverloaded(): boolean;
  /** Returns true if the server accepted any request after the given time of `performance.now()`. */
  hasAccepted(since: number): boolean;
  /** Returns why these calls must pause for longer than a run waits. Returns undefined if no such pause is needed. */
  closed(lane: CallLane): string | undefined;
  /** Returns what the run changed because of the server's responses, one line per change. */
  remarks(): readonly string[];
}

interface PaceOptions {
  /** The rate limit from the target's settings. Null: unlimited. */
  readonly rate: Rate | null;
  /** Timeout of one request. A run does not wait for much longer pauses. */
  readonly timeoutMs: number;
  /** Returns the current time in milliseconds since 1970, to compare with dates in headers. */
  readonly date: () => number;
  readonly now?: () => number;
}

const TOO_MANY = 429;
/** The longest pause that a run waits for. Most limits have a window of one minute. */
const LONGEST_WAIT_MS = 65_000;

const OVERLOADED = 'the server returned 503 while other requests were open, so fewer were sent at once afterwards';

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

/** Returns true for a status with which the server shows that it can keep up. It also rejects invalid values in this case. */
function isUnhurried(status: number): boolean {
  return status < 500 && status !== TOO_MANY;
}

/** Returns what a response says about limits. */
function noticeOf({ status, headers }: HttpResponse, date: number) {
  return { ...readRateHeaders(headers, date), isRefused: status === TOO_MANY };
}

/** After this many responses in a row that show no overload, the maximum number of open requests grows by one. */
const GOOD_TO_WIDEN = 20;

/** Limits how many requests may be open. The limit begins when the server rejects a request because too many are open. */
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

  /** Halves the limit. Must be called after the rejected request has ended. */
  narrow(): void {
    this.most = Math.max(1, Math.floor(Math.min(this.most, this.underWay + 1) / 2));
  }
}

interface RateLimiter {
  /**
   * Waits until the next request may be sent. Waiting calls continue in the order in which they started to wait. Returns false
   * if the signal aborts first.
   */
  take(signal: AbortSignal): Promise<boolean> | true;
  /** Blocks all requests for this many milliseconds, because the target asked for a pause. */
  pause(ms: number): void;
}

interface Rate {
  readonly count: number;
  readonly windowMs: number;
}

/**
 * Creates a limiter: at most `count` requests start in any `windowMs` milliseconds. If the rate is null, requests wait only
 * while the limiter is paused.
 */
function createRateLimiter(rate: Rate | null, now: () => number = () => performance.now()): RateLimiter {
  const starts: number[] = [];
  // requests do not arrive as evenly as they are sent, so the window is a little longer than declared
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
