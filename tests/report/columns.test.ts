import { describe, expect, it } from 'vitest';
import { cut, wrap } from '../../src/report/columns.ts';

describe('wrap', () => {
  it.each([
    ['a short text', 'short', ['short']],
    ['at spaces', 'one two three four five six', ['one two three four', 'five six']],
    ['a word that is too long', 'a'.repeat(25), ['a'.repeat(20), 'aaaaa']],
    ['nothing', '', ['']],
  ])('breaks %s', (_title, text, lines) => {
    expect(wrap(text, 20)).toEqual(lines);
  });

  it('keeps surrogate pairs whole', () => {
    expect(wrap(`${'a'.repeat(19)}🙂b`, 20)).toEqual(['a'.repeat(19), '🙂b']);
  });
});

describe('the width of a text', () => {
  it('counts characters of two columns as two', () => {
    expect(wrap('漢字'.repeat(8), 20)).toEqual(['漢字'.repeat(5), '漢字'.repeat(3)]);
    expect(cut('漢字漢字', 5)).toBe('漢字…');
  });

  it('counts a character of several code points once, and keeps it whole', () => {
    expect(cut('👩‍👩‍👧👩‍👩‍👧', 4)).toBe('👩‍👩‍👧👩‍👩‍👧');
    expect(cut('👩‍👩‍👧👩‍👩‍👧', 3)).toBe('👩‍👩‍👧…');
  });
});

describe('truncate', () => {
  it.each([
    ['fits', 'abc', 3, 'abc'],
    ['is too long', 'abcd', 3, 'ab…'],
    ['would be cut inside a pair', 'a🙂bc', 3, 'a…'],
  ])('shortens a text that %s', (_title, text, width, expected) => {
    expect(cut(text, width)).toBe(expected);
  });
});
