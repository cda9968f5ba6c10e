import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/model/json.ts';
import type { ClientCall } from '../../src/model/trace.ts';
import { leafKey } from '../../src/surface/compare-calls.ts';
import { maskDifferences, maskText, maskValue, volatilePlaces } from '../../src/surface/volatile.ts';
import { CONTRACTS, call, sent } from './builders.ts';

const NOW = Date.UTC(2026, 10, 29, 12, 0, 0);
const spot = { request: 0, route: 'things.make#1', place: { location: 'body', name: '/token' } } as const;
const KEY = leafKey(spot);

function sending(json: Json, given: ClientCall['arguments'] = {}): ClientCall {
  return call([{ ...sent({ json }), at: NOW }], { arguments: given });
}

describe('volatile places', () => {
  const volatile = (base: ClientCall, ...before: readonly ClientCall[]) => [
    ...volatilePlaces(base, [...before, base], CONTRACTS).keys(),
  ];

  it('differ between two equal calls', () => {
    expect(volatile(sending({ token: 'a', name: 'x' }), sending({ token: 'b', name: 'x' }))).toEqual([KEY]);
  });

  it('do not include a place that an argument changes', () => {
    expect(volatile(sending({ token: 'a' }), sending({ token: 'b' }, { token: 'b' }))).toEqual([]);
  });

  it('do not include a place that only a later call changes, because the client may have kept an argument', () => {
    const base = sending({ token: 'a' });
    expect([...volatilePlaces(base, [base, sending({ token: 'b' })], CONTRACTS).keys()]).toEqual([]);
  });

  it.each([
    ['a time of now', new Date(NOW + 1000).toISOString(), [KEY]],
    ['seconds since 1970', Math.floor(NOW / 1000), [KEY]],
    ['milliseconds since 1970, as text', String(NOW), [KEY]],
    ['a time of another year', '2024-01-01T00:00:00Z', []],
    ['a day', '2026-11-29', []],
    ['a number', 1000, []],
  ])('are recognised only by a time close to now: %s', (_title, token, expected) => {
    expect(volatile(sending({ token }))).toEqual(expected);
  });
});

describe('the mask of a value', () => {
  it.each<[string, Json, boolean | string, string | undefined]>([
    ['a uuid', '3f2504e0-4f89-41d3-9a0c-0305e82c3301', false, '<uuid>'],
    ['a time of now', new Date(NOW).toISOString(), false, '<time>'],
    ['an address with a port', 'http://127.0.0.1:50123/back', true, 'http://127.0.0.1:<port>/back'],
    [
      'an address whose path changed too',
      'http://127.0.0.1:50123/k7Fq',
      'http://127.0.0.1:4711/z9',
      'http://127.0.0.1:<port>/<token>',
    ],
    ['a token that changed', 'k7Fq', true, '<token>'],
    ['a number that changed', 17, true, '<token>'],
    ['a text that stays', 'k7Fq', false, undefined],
    ['a number that stays', 17, false, undefined],
  ])('%s', (_title, value, isVolatile, expected) => {
    const again = typeof isVolatile === 'string' ? isVolatile : undefined;
    expect(maskValue({ ...spot, value }, new Map(isVolatile === false ? [] : [[KEY, again]]), NOW)).toBe(expected);
  });
});

describe('the mask of a text', () => {
  it('removes uuids, times and ports of this machine', () => {
    expect(
      maskText('open http://localhost:50123/x?id=3f2504e0-4f89-41d3-9a0c-0305e82c3301 at 2026-11-29T12:00:00.1Z'),
    ).toBe('open http://localhost:<port>/x?id=<uuid> at <time>');
  });

  it('removes the words that differ in a second output', () => {
    expect(maskDifferences('code is ab12 (3 tries)', 'code is cd34 (3 tries)')).toBe('code is <token> (3 tries)');
  });

  it('keeps a text if a second output has another number of words', () => {
    expect(maskDifferences('code is ab12', 'no code')).toBe('code is ab12');
  });
});
