import { Cron } from 'croner';
import type { Instant } from './clock.ts';

/** Returns null if no later time matches, and throws if the expression is invalid. */
export function nextCronRun(expression: string, timezone: string, after: Instant): Instant | null {
  return parseCron(expression, timezone).nextRun(new Date(after))?.getTime() ?? null;
}

export function isCron(expression: string): boolean {
  try {
    parseCron(expression, 'UTC');
    return true;
  } catch {
    return false;
  }
}

export function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
}

function parseCron(expression: string, timezone: string): Cron {
  // The library also accepts seconds and nicknames such as `@daily`, but the API does not.
  if (expression.trim().split(/\s+/).length !== 5) throw new RangeError('Expected five fields');
  return new Cron(expression.trim(), { timezone, paused: true, legacyMode: true });
}
