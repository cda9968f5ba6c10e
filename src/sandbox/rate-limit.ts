import type { Clock, Instant } from './clock.ts';

/** Counts the calls of each key in sliding windows. Rejected calls do not count. */
export interface RequestCounter {
  hit(key: string, rule: { readonly limit: number; readonly windowMs: number }): LimitVerdict;
  count(key: string, windowMs: number): number;
}

export interface LimitVerdict {
  readonly allowed: boolean;
  readonly remaining: number;
  /** The time at which the oldest call leaves the window. */
  readonly resetAt: Instant;
}

export function makeRateLimiter(clock: Clock): RequestCounter {
  const windows = new Map<string, Instant[]>();
  const open = (key: string, windowMs: number) => {
    const calls = windows.get(key) ?? [];
    windows.set(key, calls);
    dropBefore(calls, clock.now() - windowMs);
    return calls;
  };
  return {
    hit(key, { limit, windowMs }) {
      const calls = open(key, windowMs);
      const allowed = calls.length < limit;
      if (allowed) calls.push(clock.now());
      const remaining = Math.max(0, limit - calls.length);
      return { allowed, remaining, resetAt: (calls[0] ?? clock.now()) + windowMs };
    },
    count: (key, windowMs) => open(key, windowMs).length,
  };
}

function dropBefore(calls: Instant[], limit: Instant): void {
  let old = 0;
  while (old < calls.length && (calls[old] ?? 0) <= limit) old++;
  if (old > 0) calls.splice(0, old);
}
