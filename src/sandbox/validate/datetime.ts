import type { Instant } from '../clock.ts';
import { invalid, type Schema } from './schema.ts';

/** A point in time. The member `aware` is true if the text had a UTC offset. */
export interface DateTime {
  readonly at: Instant;
  readonly aware: boolean;
}

/** Accepts ISO 8601, a bare date, or unix seconds. A time without an offset is in UTC. */
export function datetime(): Schema<DateTime> {
  return {
    read(value, at) {
      const result = parseDateTime(value);
      if (result === undefined) throw invalid(at, 'Input should be a valid datetime');
      return result;
    },
  };
}

/** The schema of a date-time with a required offset. One such field is `send_at`. */
export function awareDatetime(): Schema<DateTime> {
  return {
    read(value, at) {
      const result = datetime().read(value, at);
      if (!result.aware) throw invalid(at, 'Input should have timezone info');
      return result;
    },
  };
}

const ISO = /^\d{4}-\d\d-\d\d(?:[Tt _](\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)(Z|z|[+-]\d\d:?\d\d)?)?$/;

function parseDateTime(value: unknown): DateTime | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) {
    // The models of the real server read a number as milliseconds if it is too large for seconds.
    const at = Math.abs(value) > 2e10 ? value : value * 1000;
    return { at, aware: true };
  }
  const match = typeof value === 'string' ? ISO.exec(value) : null;
  if (match === null || typeof value !== 'string') return undefined;
  const [, clock = '00:00', zone] = match;
  const at = Date.parse(`${value.slice(0, 10)}T${clock.replace(',', '.')}${normaliseZone(zone)}`);
  return Number.isNaN(at) || !isRealDate(value.slice(0, 10)) ? undefined : { at, aware: zone !== undefined };
}

function normaliseZone(zone: string | undefined): string {
  if (zone === undefined || zone.toUpperCase() === 'Z') return 'Z';
  return zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
}

/** `Date.parse` alone would accept 30 February as 2 March. */
function isRealDate(date: string): boolean {
  return new Date(`${date}T00:00:00Z`).toISOString().startsWith(date);
}
