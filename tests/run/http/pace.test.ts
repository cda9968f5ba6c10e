import { describe, expect, it } from 'vitest';
import type { HttpResponse } from '../../../src/model/http.ts';
import { createPace } from '../../../src/run/http/pace.ts';
import type { CallLane } from '../../../src/run/http/server-limits.ts';

const SIGNAL = new AbortController().signal;
const ok: HttpResponse = answer(200);

function answer(status: number, headers: Record<string, string> = {}): HttpResponse {
  return { status, reason: '', headers: Object.entries(headers), body: Buffer.alloc(0) } as unknown as HttpResponse;
}

function paceAt() {
  const clock = { now: 0 };
  const pace = createPace({ rate: null, timeoutMs: 1000, date: () => 0, now: () => clock.now });
  const answered = async (lane: CallLane, response: HttpResponse) => {
    await pace.take(lane, SIGNAL);
    pace.done(lane, response);
  };
  return { pace, clock, answered };
}

const lane = (operation: string, key = 'main'): CallLane => ({ key, operation });
const refused = (seconds: number) => answer(429, { 'retry-after': String(seconds) });
const HOUR = 3600;

describe('a rate limit in a response', () => {
  it('applies to its operation only', async () => {
    const { pace, answered } = paceAt();
    await answered(lane('auth.register'), refused(HOUR));
    expect(pace.closed(lane('auth.register'))).toContain('auth.register and asks to retry in 60m');
    expect(pace.closed(lane('cues.list'))).toBeUndefined();
  });

  it('applies to the key if three of its operations are limited', async () => {
    const { pace, answered } = paceAt();
    for (const operation of ['a.list', 'b.list', 'c.list']) await answered(lane(operation), refused(HOUR));
    expect(pace.closed(lane('d.list'))).toContain('the calls of main');
    expect(pace.closed(lane('d.list', 'other'))).toBeUndefined();
  });

  it('applies to the key if another operation has used it up', async () => {
    const { pace, answered } = paceAt();
    const left = (remaining: number) =>
      answer(200, {
        'x-ratelimit-limit': '5',
        'x-ratelimit-remaining': String(remaining),
        'x-ratelimit-reset': '3600',
      });
    await answered(lane('a.list'), left(4));
    await answered(lane('b.list'), left(3));
    await answered(lane('b.list'), left(0));
    expect(pace.closed(lane('a.list'))).toContain('the calls of main');
  });

  it('applies to the address if three callers are limited', async () => {
    const { pace, answered } = paceAt();
    for (const key of ['main', 'other', 'third']) await answered(lane('a.list', key), refused(HOUR));
    expect(pace.closed(lane('b.list', ''))).toContain('every caller from this address');
  });

  it('ends when its time has passed', async () => {
    const { pace, clock, answered } = paceAt();
    await answered(lane('a.list'), refused(HOUR));
    clock.now = (HOUR + 1) * 1000;
    expect(pace.closed(lane('a.list'))).toBeUndefined();
    expect(pace.take(lane('a.list'), SIGNAL)).toBe(true);
  });

  it('blocks no call if a run can wait until the limit ends', async () => {
    const { pace, answered } = paceAt();
    await answered(lane('a.list'), refused(60));
    expect(pace.closed(lane('a.list'))).toBeUndefined();
    expect(pace.take(lane('a.list'), AbortSignal.abort())).toBeInstanceOf(Promise);
  });
});

describe('an overloaded server', () => {
  it('gets more concurrent requests again while it rejects invalid values, but not after a 5xx', async () => {
    const concurrent = async (status: number) => {
      const { pace } = paceAt();
      const one = lane('a.list');
      await pace.take(one, SIGNAL);
      pace.done(one, answer(503));
      pace.overloaded(0);
      for (let sent = 0; sent < 20; sent += 1) {
        await pace.take(one, SIGNAL);
        pace.done(one, answer(status));
      }
      await pace.take(one, SIGNAL);
      return pace.take(one, SIGNAL) === true ? 2 : 1;
    };
    expect([await concurrent(422), await concurrent(200), await concurrent(500)]).toEqual([2, 2, 1]);
  });

  it('gets half as many concurrent requests, and more after good responses', async () => {
    const { pace } = paceAt();
    const one = lane('a.list');
    for (let sent = 0; sent < 4; sent += 1) expect(pace.take(one, SIGNAL)).toBe(true);
    pace.done(one, answer(503));
    pace.overloaded(0);
    expect(pace.underWay()).toBe(3);
    expect(pace.take(one, SIGNAL)).toBeInstanceOf(Promise);
    for (let sent = 0; sent < 3; sent += 1) pace.done(one, ok);
    expect(pace.remarks()).toHaveLength(1);
  });
});
