import { describe, expect, it } from 'vitest';
import { changesBetween, isSameOnWire, leafKey } from '../../src/surface/compare-calls.ts';
import { leavesOf } from '../../src/surface/leaves.ts';
import { CONTRACTS, type RequestParts, sent } from './builders.ts';

const STEADY = { volatile: new Set<string>(), contracts: CONTRACTS };
const PLAIN: RequestParts = { json: { name: 'pot' }, headers: [['X-Worker-Id', 'w1']] };

describe('isSameOnWire', () => {
  it.each<[string, RequestParts, boolean]>([
    ['the same', PLAIN, true],
    [
      'another host',
      {
        ...PLAIN,
        headers: [
          ['host', 'other'],
          ['X-Worker-Id', 'w1'],
        ],
      },
      true,
    ],
    ['a header name in another case', { ...PLAIN, headers: [['x-worker-id', 'w1']] }, true],
    ['another header value', { ...PLAIN, headers: [['X-Worker-Id', 'w2']] }, false],
    ['another body', { ...PLAIN, json: { name: 'pan' } }, false],
    ['another query', { ...PLAIN, target: '/v1/boxes/b1/things?page=1' }, false],
    ['another method', { ...PLAIN, method: 'PUT' }, false],
  ])('is correct for %s', (_title, parts, expected) => {
    // If a row changes the header `host`, the base call needs a header `host` too.
    const base = parts.headers?.some(([name]) => name === 'host')
      ? {
          ...PLAIN,
          headers: [
            ['host', 'a'],
            ['X-Worker-Id', 'w1'],
          ] as const,
        }
      : PLAIN;
    expect(isSameOnWire([sent(base)], [sent(parts)], STEADY)).toBe(expected);
  });

  it.each([
    ['another value at a volatile place', { name: 'pot', token: 'b' }, true],
    ['a made-up value at a volatile place', { name: 'pot', token: 'pw-token-z' }, false],
    ['another value elsewhere', { name: 'pan', token: 'b' }, false],
    ['one more member', { name: 'pot', token: 'b', size: 3 }, false],
  ] as const)('ignores only ordinary values at a volatile place: %s', (_title, json, expected) => {
    const volatile = new Set([leafKey({ route: 'things.make#1', place: { location: 'body', name: '/token' } })]);
    const base = sent({ json: { name: 'pot', token: 'a' } });
    expect(isSameOnWire([sent({ json })], [base], { volatile, contracts: CONTRACTS })).toBe(expected);
  });

  it('counts an empty object under a made-up name as a difference, because ports are sent in this form', () => {
    const base = sent({ json: { name: 'pot' } });
    const withPorts = (name: string) => sent({ json: { name: 'pot', ports: { [name]: {} } } });
    expect(isSameOnWire([withPorts('pw-port-1-z/tcp')], [base], STEADY)).toBe(false);
    expect(isSameOnWire([withPorts('any')], [sent({ json: { name: 'pot', ports: {} } })], STEADY)).toBe(true);
  });

  it('is false if one call sends more requests', () => {
    expect(isSameOnWire([sent(PLAIN)], [sent(PLAIN), sent(PLAIN)], STEADY)).toBe(false);
  });
});

describe('changesBetween', () => {
  function changes(before: RequestParts, after: RequestParts): readonly string[] {
    return changesBetween(leavesOf([sent(before)], CONTRACTS), leavesOf([sent(after)], CONTRACTS)).map(
      (each) =>
        `${each.place.location} ${each.place.name}: ${JSON.stringify(each.before)} -> ${JSON.stringify(each.after)}`,
    );
  }

  it('lists additions and changes first, then removals', () => {
    expect(changes({ json: { name: 'pot', old: 1 } }, { json: { name: 'pan', limits: { size: 2 } } })).toEqual([
      'body /name: "pot" -> "pan"',
      'body /limits/size: undefined -> 2',
      'body /old: 1 -> undefined',
    ]);
  });

  it('reports nothing if only the case of a header differs', () => {
    expect(changes({ headers: [['X-Worker-Id', 'w1']] }, { headers: [['x-worker-id', 'w1']] })).toEqual([]);
  });

  it('compares requests of the same operation, even if the client sends others in between', () => {
    const other = sent({ method: 'GET', target: '/v1/boxes/b1' }, 'boxes.get');
    const [before, after] = [[sent({ json: { name: 'pot' } })], [other, sent({ json: { name: 'pan' } })]].map(
      (exchanges) => leavesOf(exchanges, CONTRACTS),
    );
    const made = changesBetween(before ?? [], after ?? []).filter(({ route }) => route === 'things.make#1');
    expect(made.map(({ request, before: old, after: now }) => [request, old, now])).toEqual([[1, 'pot', 'pan']]);
  });

  it('treats a repeated name as one list', () => {
    expect(changes({ target: '/v1/boxes/b1/things?tag=a' }, { target: '/v1/boxes/b1/things?tag=a&tag=b' })).toEqual([
      'query tag: "a" -> ["a","b"]',
    ]);
  });
});
