/** A point in time, in milliseconds since 1970. */
export type Instant = number;

/** A clock that shows real time plus all advances, and that never goes back. */
export interface Clock {
  now(): Instant;
  /** Moves the clock forward to `at`, but never back. */
  moveTo(at: Instant): void;
}

export function makeClock(realNow: () => number): Clock {
  let offset = 0;
  const now = () => realNow() + offset;
  return {
    now,
    moveTo(at) {
      offset = Math.max(offset, at - realNow());
    },
  };
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
