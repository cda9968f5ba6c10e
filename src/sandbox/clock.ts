/** A point in time, in milliseconds since 1970. */
export type Instant = number;

/** This clock shows the real time plus all advances. It never goes back. */
export interface Clock {
  now(): Instant;
  /** Moves the clock forward to `at`. A time in the past changes nothing. */
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
