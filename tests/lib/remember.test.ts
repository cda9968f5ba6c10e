import { expect, test } from 'vitest';
import { remember } from '../../src/lib/remember.ts';

test('computes the value of an object once', () => {
  const asked: { readonly name: string }[] = [];
  const nameOf = remember((thing: { readonly name: string }) => {
    asked.push(thing);
    return thing.name;
  });
  const [first, other] = [{ name: 'one' }, { name: 'one' }];
  expect([nameOf(first), nameOf(first), nameOf(other)]).toEqual(['one', 'one', 'one']);
  expect(asked).toEqual([first, other]);
});

test('accepts all keys if a map is given, and null as a result', () => {
  let asked = 0;
  const halve = remember((size: number) => {
    asked++;
    return size % 2 === 0 ? size / 2 : null;
  }, new Map<number, number | null>());
  expect([halve(4), halve(4), halve(3), halve(3)]).toEqual([2, 2, null, null]);
  expect(asked).toBe(2);
});
