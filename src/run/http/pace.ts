import type { HttpResponse } from '../../model/http.ts';
import { readRateHeaders } from './rate-headers.ts';
import { createRateLimiter, type Rate } from './rate-limiter.ts';
import { type CallLane, createServerLimits } from './server-limits.ts';

/** How fast requests go: as the settings say, and as the server's responses ask. */
export interface Pace {
  /** Waits for a turn, in the order of asking; false when the signal aborts first. Each turn ends with `done`. */
  take(lane: CallLane, signal: AbortSignal): Promise<boolean> | true;
  /** Turns for requests that leave together; however few may be under way. */
  takeAll(lane: CallLane, count: number, signal: AbortSignal): Promise<boolean>;
  /** A request of this lane has ended. */
  done(lane: CallLane, response: HttpResponse | null): void;
  /** How many requests are under way. */
  underWay(): number;
  /** The server refuses because too many requests are under way: from now on half as many are. */
  overloaded(waitMs: number): void;
  /** Has any request been accepted since? Of `performance.now()`. */
  hasAccepted(since: number): boolean;
  /** Why no request of this lane is sent for longer than a run waits. */
  closed(lane: CallLane): string | undefined;
  /** What the server's responses made it do, one line each. */
  remarks(): readonly string[];
}

export interface PaceOptions {
  /** Of the target's settings; null: as fast as it goes. */
  readonly rate: Rate | null;
  /** Of one request: a pause that is much longer is not waited for. */
  readonly timeoutMs: number;
  /** Milliseconds since 1970, for dates in headers. */
  readonly date: () => number;
  readonly now?: () => number;
}

const TOO_MANY = 429;
/** The windows of most limits are a minute. */
const LONGEST_WAIT_MS = 65_000;

export function createPace({ rate, timeoutMs, date, now = () => performance.now() }: PaceOptions): Pace {
  const settings = createRateLimiter(rate, now);
  const limits = createServerLimits({ now, longestWaitMs: Math.max(LONGEST_WAIT_MS, 2 * timeoutMs) });
  const gate = new Gate();
  const remarks = new Set<string>();
  let acceptedAt = Number.NEGATIVE_INFINITY;
  const waitForRate = async (lane: CallLane, signal: AbortSignal) =>
    (await limits.wait(lane, signal)) && (await settings.take(signal));
  return {
    take: (lane, signal) => {
      if (limits.isPaused(lane) || !gate.isOpen())
        return waitForRate(lane, signal).then((isOurs) => isOurs && gate.enter(signal));
      const turn = settings.take(signal);
      return turn === true ? gate.pass() : turn.then((isOurs) => isOurs && gate.enter(signal));
    },
    takeAll: async (lane, count, signal) => {
      for (let taken = 0; taken < count; taken += 1) if (!(await waitForRate(lane, signal))) return false;
      for (let taken = 0; taken < count; taken += 1) gate.pass();
      return true;
    },
    underWay: () => gate.underWay,
    hasAccepted: (since) => acceptedAt >= since,
    done: (lane, response) => {
      gate.leave(response !== null && response.status < 400);
      if (response === null) return;
      const notice = readRateHeaders(response.headers, date());
      if (response.status < 400) acceptedAt = now();
      if (response.status === TOO_MANY && notice.waitMs !== undefined) gate.narrow();
      limits.note(lane, { ...notice, isRefused: response.status === TOO_MANY });
    },
    overloaded: (waitMs) => {
      gate.narrow();
      settings.pause(waitMs);
      remarks.add('the server answered 503 to requests sent at the same time: fewer were sent at once from then on');
    },
    closed: limits.closed,
    remarks: () => [...remarks],
  };
}

/** Good responses in a row after which one more request may be under way. */
const GOOD_TO_WIDEN = 20;

/** How many requests are under way: any number, until the server had too many. */
class Gate {
  underWay = 0;
  private most = Number.POSITIVE_INFINITY;
  private good = 0;
  private readonly waiting: (() => void)[] = [];

  isOpen(): boolean {
    return this.underWay < this.most && this.waiting.length === 0;
  }

  pass(): true {
    this.underWay += 1;
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

  /** Called when the request that was refused has left: half of those that were under way. */
  narrow(): void {
    this.most = Math.max(1, Math.floor(Math.min(this.most, this.underWay + 1) / 2));
  }
}
