import { expect, it } from 'vitest';
import { joinWords, listWords } from '../../src/lib/list-words.ts';

it.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and c'],
])('joinWords writes %j as a part of a sentence', (words, text) => {
  expect(joinWords(words)).toBe(text);
});

it('listWords says how many words are left out', () => {
  expect([listWords(['a', 'b'], 2), listWords(['a', 'b', 'c'], 2)]).toEqual(['a, b', 'a, b and 1 more']);
});
