import { expect, it } from 'vitest';
import { diffLines } from '../../src/report/diff-lines.ts';

const lines = (...each: readonly string[]) => `${each.join('\n')}\n`;

it('shows only the lines that differ', () => {
  expect(diffLines(lines('a', 'b', 'c'), lines('a', 'x', 'c'))).toBe('  - b\n  + x\n');
});

it.each([
  ['added', lines('a', 'c'), lines('a', 'b', 'c'), '  + b\n'],
  ['taken out', lines('a', 'b', 'c'), lines('a', 'c'), '  - b\n'],
  ['added at the end', lines('a'), lines('a', 'b'), '  + b\n'],
  ['repeated', lines('a', 'b'), lines('a', 'a', 'b'), '  + a\n'],
  ['in a file that was empty', '', 'a', '  - \n  + a\n'],
])('a line %s', (_title, before, after, expected) => {
  expect(diffLines(before, after)).toBe(expected);
});

it('keeps the common part between two changes', () => {
  expect(diffLines(lines('a', 'same', 'b'), lines('x', 'same', 'y'))).toBe('  - a\n  + x\n  - b\n  + y\n');
});

it('returns nothing for equal texts', () => {
  expect(diffLines(lines('a', 'b'), lines('a', 'b'))).toBe('');
});

it('stops after forty lines and counts the rest', () => {
  const many = Array.from({ length: 50 }, (_, index) => `line ${index}`);
  const shown = diffLines('', many.join('\n')).split('\n');
  expect(shown.at(-2)).toBe('    … and 11 more lines');
  expect(shown).toHaveLength(42);
});
