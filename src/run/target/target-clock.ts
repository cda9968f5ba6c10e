import { userError } from '../../lib/error.ts';
import { errorMessage } from '../../lib/error-text.ts';

/** A target's clock that can be moved. */
export interface TargetClock {
  /** @throws CLOCK_NOT_MOVED */
  advance(seconds: number): Promise<void>;
  /** Milliseconds since 1970 at the target, as far as we moved it. */
  now(): number;
}

export interface ClockOptions {
  readonly url: string;
  readonly now: () => number;
  readonly timeoutMs: number;
}

/** A clock that is moved by `POST {"seconds": n}`. */
export function openClock({ url, now, timeoutMs }: ClockOptions): TargetClock {
  let movedMs = 0;
  return {
    now: () => now() + movedMs,
    advance: async (seconds) => {
      const problem = await post(url, seconds, timeoutMs);
      if (problem !== null)
        throw userError('CLOCK_NOT_MOVED', `POST ${url}: ${problem}`, {
          exitCode: 3,
          hint: 'Check the "clock" of the target.',
        });
      movedMs += seconds * 1000;
    },
  };
}

async function post(url: string, seconds: number, timeoutMs: number): Promise<string | null> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'error',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ seconds }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.arrayBuffer();
    return response.ok ? null : `answered ${response.status}`;
  } catch (error) {
    return errorMessage(error);
  }
}
