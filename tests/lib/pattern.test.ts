import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../src/lib/pattern.ts';

describe('an external pattern', () => {
  it.each([
    ['^(a+)+$', 'a'],
    ['/(.*)*(.*)*(.*)*(.*)*x$', '/'],
    [String.raw`^(\w+\s?)*$`, 'word '],
    ['^(?!z)(a+)+$', 'a'],
    [String.raw`^(a+)+\1$`, 'a'],
    ['^(a{1,2000})+$', 'a'],
  ])('is matched in bounded time: %s', (source, part) => {
    const pattern = compilePattern(source);
    expect(pattern?.test(`${part.repeat(5000)}!`)).toBe(false);
  });

  it('reports that it is too slow, and is then no longer used', () => {
    const slow = compilePattern('^(?!y)(a+)+$');
    expect(slow?.isTooSlow()).toBe(false);
    for (let index = 0; index < 50; index++) slow?.test(`${'a'.repeat(60)}!`);
    expect(slow?.isTooSlow()).toBe(true);
    expect(slow?.find('a')).toBeUndefined();
  });

  it.each([
    [String.raw`^\s$`, '\u00a0'],
    [String.raw`^\s$`, '\v'],
    [String.raw`^[\s-]+$`, '\u2028-'],
    [String.raw`^\S$`, '\u00a0'],
    ['^.$', '\r'],
    ['^.$', '\u2028'],
    ['^[.]$', 'x'],
    ['^.$', '🦊'],
    ['^[^a]$', '\n'],
    [String.raw`^[\s\S]$`, '\u00a0'],
    [String.raw`^\u0041\u{1F98A}$`, 'A🦊'],
    [String.raw`^\p{Script=Greek}+$`, 'αβγ'],
    [String.raw`^\p{Lu}$`, 'É'],
    [String.raw`^(?<year>\d{4})$`, '2030'],
    [String.raw`^\d$`, '٣'],
    [String.raw`\bfoo\b`, 'a foo b'],
    [String.raw`^\/a\-b$`, '/a-b'],
    ['^.{1,2048}$', 'x'.repeat(2048)],
    ['^(?=.*[A-Z])(?=.*[0-9]).{8,}$', 'abcdeFG1'],
    ['a$', 'a\n'],
  ])('matches what JavaScript matches: %s', (source, text) => {
    const [flags = ''] = ['u', ''].filter((each) => isValid(source, each));
    expect(compilePattern(source)?.test(text)).toBe(new RegExp(source, flags).test(text));
  });

  it.each(['(', '[z-a]', 'a**', '(?<n>a)(?<n>b)'])('is rejected if JavaScript rejects it: %s', (source) => {
    expect(compilePattern(source)).toBeUndefined();
  });

  it.each(['tok_[0-9a-f]{8}', 'tok_(?=0)[0-9a-f]{8}'])('finds each match: %s', (source) => {
    expect(compilePattern(source)?.find('🦊 tok_01234567, tok_0abcdef0.')).toEqual([
      [3, 15],
      [17, 29],
    ]);
  });

  it('does not return empty matches', () => {
    expect(compilePattern('x*')?.find('axxb')).toEqual([[1, 3]]);
  });

  it('returns undefined if searching the text takes too long', () => {
    expect(compilePattern('(?!w)(a+)+$')?.find(`${'a'.repeat(60)}!`)).toBeUndefined();
  });
});

function isValid(source: string, flags: string): boolean {
  try {
    return new RegExp(source, flags) instanceof RegExp;
  } catch {
    return false;
  }
}
