import { expect, it } from 'vitest';
import { dependentArguments, separatingHalves } from '../../../src/clients/trace/separate.ts';

it.each([2, 3, 16, 17, 45])('divides %i items so that any two of them are separated', (count) => {
  const items = Array.from({ length: count }, (_, index) => index);
  const halves = separatingHalves(items);
  const pairs = items.flatMap((a) => items.filter((b) => b !== a).map((b) => [a, b] as const));
  expect(pairs.every(([a, b]) => halves.some((half) => half.includes(a) && !half.includes(b)))).toBe(true);
  expect(halves).toHaveLength(2 * Math.ceil(Math.log2(count)));
});

it('returns an argument that is sent only together with another argument, and this other argument', () => {
  const items = Array.from({ length: 20 }, (_, index) => `x${index}`);
  const calls = [items, ...separatingHalves(items)].map((group) => ({
    given: new Set(group),
    shown: new Set(group.filter((each) => each !== 'x3' || group.includes('x12'))),
  }));
  expect([...dependentArguments(calls)]).toEqual(['x3', 'x12']);
});

it('returns no argument that no request contains', () => {
  const given = new Set(['a', 'b']);
  expect(dependentArguments([{ given, shown: new Set(['a']) }])).toEqual(new Set());
});
