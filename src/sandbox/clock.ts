/** A point in time, in milliseconds since 1970. */
export type Instant = number;

/** The clock of the sandbox shows real time plus all advances. The clock never goes back. */
export interface Clock {
  now(): Instant;
  /** Moves the clock forward to `at`. If `at` is in the past, nothing happens. */
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
