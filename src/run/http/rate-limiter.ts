import { sleep } from '../../lib/on-abort.ts';

export interface RateLimiter {
  /** Waits for a turn in request order; returns false if the signal aborts first. */
  take(signal: AbortSignal): Promise<boolean> | true;
  /** Blocks all requests for this many milliseconds, because the target asked for a pause. */
  pause(ms: number): void;
}

export interface Rate {
  readonly count: number;
  readonly windowMs: number;
}

/** At most `count` requests start in any `windowMs`; null: only pauses delay requests. */
export function createRateLimiter(rate: Rate | null, now: () => number = () => performance.now()): RateLimiter {
  const starts: number[] = [];
  // requests arrive less evenly than they are sent, so the window is slightly longer than declared
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
