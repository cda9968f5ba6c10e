import type { Instant } from './clock.ts';

/** The format of the real server's models, such as `2026-05-07T09:00:00Z` and `2026-05-07T09:00:00.250000Z`. */
export function zulu(at: Instant): string {
  return `${withoutZone(at)}Z`;
}

export function zuluOrNull(at: Instant | null): string | null {
  return at === null ? null : zulu(at);
}

/** The format of responses that the real server builds by hand, such as `2026-05-07T09:00:00+00:00`. */
export function offset(at: Instant): string {
  return `${withoutZone(at)}+00:00`;
}

export function offsetOrNull(at: Instant | null): string | null {
  return at === null ? null : offset(at);
}

export function withoutZone(at: Instant): string {
  const [seconds, milliseconds] = new Date(Math.trunc(at)).toISOString().slice(0, -1).split('.');
  return milliseconds === '000' ? String(seconds) : `${seconds}.${milliseconds}000`;
}

export function wholeSeconds(from: Instant, to: Instant): number {
  return Math.max(0, Math.floor((to - from) / 1000));
}

export function dateOnly(at: Instant): string {
  return withoutZone(at).slice(0, 10);
}
