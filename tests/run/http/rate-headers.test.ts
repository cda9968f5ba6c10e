import { describe, expect, it } from 'vitest';
import { readRateHeaders } from '../../../src/run/http/rate-headers.ts';

const NOW = Date.parse('2026-05-07T12:00:00Z');

describe('the rate in response headers', () => {
  it.each<[string, readonly (readonly [string, string])[], ReturnType<typeof readRateHeaders>]>([
    ['nothing', [['Content-Type', 'text/plain']], {}],
    ['seconds in Retry-After', [['Retry-After', '7']], { waitMs: 7000 }],
    ['a date in Retry-After', [['Retry-After', 'Thu, 07 May 2026 12:00:30 GMT']], { waitMs: 30_000 }],
    [
      'the X-RateLimit family, renewed at a time since 1970',
      [
        ['X-RateLimit-Limit', '60'],
        ['X-RateLimit-Remaining', '0'],
        ['X-RateLimit-Reset', String(NOW / 1000 + 12)],
      ],
      { limit: 60, remaining: 0, waitMs: 12_000 },
    ],
    [
      'the family without X, renewed after seconds',
      [
        ['RateLimit-Limit', '100, 100;w=60'],
        ['RateLimit-Remaining', '3'],
        ['RateLimit-Reset', '5'],
      ],
      { limit: 100, remaining: 3, waitMs: 5000 },
    ],
    [
      'one header of parameters',
      [['RateLimit', 'limit=10, remaining=0, reset=4']],
      { limit: 10, remaining: 0, waitMs: 4000 },
    ],
    ['one structured header', [['RateLimit', '"default";r=0;t=30']], { remaining: 0, waitMs: 30_000 }],
    ['milliseconds since 1970', [['X-Rate-Limit-Reset', String(NOW + 900)]], { waitMs: 900 }],
    ['a wait that can only be milliseconds', [['X-RateLimit-Reset', '600000']], { waitMs: 600_000 }],
    [
      'Retry-After before a reset',
      [
        ['Retry-After', '1'],
        ['RateLimit-Reset', '60'],
      ],
      { waitMs: 1000 },
    ],
    ['no number', [['X-RateLimit-Remaining', 'many']], {}],
  ])('is read: %s', (_title, headers, notice) => {
    expect(readRateHeaders(headers, NOW)).toEqual(notice);
  });
});
