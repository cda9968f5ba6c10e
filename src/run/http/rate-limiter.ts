import { sleep } from '../../lib/on-abort.ts';

export interface RateLimiter {
  /** Waits for a turn, in the order of asking; false when the signal aborts first. */
  take(signal: AbortSignal): Promise<boolean> | true;
  /** Nobody gets a turn for so many milliseconds: the target asked for a pause. */
  pause(ms: number): void;
}

interface Rate {
  readonly count: number;
  readonly windowMs: number;
}

/** At most `count` requests begin in any `windowMs`; null: only pauses hold requests back. */
export function createRateLimiter(rate: Rate | null, now: () => number = () => performance.now()): RateLimiter {
  const starts: number[] = [];
  // requests do not arrive as evenly as they are sent, so the window is a little longer than asked for
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
