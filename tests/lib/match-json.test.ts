import { describe, expect, it } from 'vitest';
import { matchJson } from '../../src/lib/match-json.ts';

describe('an integer beyond 2^53', () => {
  it.each<[unknown, unknown]>([
    [9007199254740993n, 9007199254740993n],
    [{ id: 9007199254740993n }, { id: 9007199254740993n }],
    [{ $gte: 9007199254740993n }, 9007199254740994n],
    [{ $gt: 1 }, 9007199254740993n],
    [{ $type: 'integer' }, 9007199254740993n],
    [2 ** 60, 1152921504606846976n],
  ])('%o matches %o', (expected, actual) => {
    expect(matchJson(expected, actual)).toEqual([]);
  });

  it.each<[unknown, unknown]>([
    [9007199254740993n, 9007199254740992n],
    [{ $lte: 9007199254740992n }, 9007199254740993n],
    ['9007199254740993', 9007199254740993n],
  ])('%o does not match %o, and the mismatch shows all digits', (expected, actual) => {
    expect(matchJson(expected, actual)[0]?.observed).toBe(String(actual));
  });
});

describe('a plain value', () => {
  it.each<[unknown, unknown]>([
    ['a', 'a'],
    [1, 1.0],
    [null, null],
    [{}, { a: 1 }],
    [{ a: { b: 1 } }, { a: { b: 1, c: 2 }, d: 3 }],
    [
      [1, { a: 1 }],
      [1, { a: 1, b: 2 }],
    ],
  ])('%j matches %j', (expected, actual) => {
    expect(matchJson(expected, actual)).toEqual([]);
  });

  it.each<[unknown, unknown, string, string, string]>([
    ['a', 'b', '', '"a"', '"b"'],
    [1, '1', '', '1', '"1"'],
    [null, undefined, '', 'null', 'nothing'],
    [{ a: { b: 1 } }, { a: { b: 2 } }, '/a/b', '1', '2'],
    [{ 'a/b': 1 }, {}, '/a~1b', '1', 'nothing'],
    [{ a: 1 }, [1], '', 'object', '[1]'],
    [[1], [1, 2], '', 'list of 1', 'list of 2'],
    [[1, 2], [2, 1], '/0', '1', '2'],
    ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00+00:00', '', '"2026-01-01T00:00:00Z"', '"2026-01-01T00:00:00+00:00"'],
  ])('%j does not match %j', (expected, actual, pointer, wanted, seen) => {
    expect(matchJson(expected, actual)[0]).toMatchObject({ pointer, expected: wanted, observed: seen });
  });

  it('is compared at every place, and not only up to the first difference', () => {
    const found = matchJson({ a: 1, b: [1, 2], c: { d: 3 } }, { a: 2, b: [1, 3], c: {} });
    expect(found.map(({ pointer, missing }) => [pointer, missing ?? false])).toEqual([
      ['/a', false],
      ['/b/1', false],
      ['/c/d', true],
    ]);
  });

  it('ignores inherited members', () => {
    expect(matchJson({ toString: { $absent: true } }, {})).toEqual([]);
  });
});

describe('a matcher', () => {
  it.each<[string, unknown, unknown, unknown]>([
    ['$absent', { $absent: true }, undefined, null],
    ['$present', { $present: true }, null, undefined],
    ['$type string', { $type: 'string' }, 'a', 1],
    ['$type integer', { $type: 'integer' }, 1, 1.5],
    ['$type number', { $type: 'number' }, 1, '1'],
    ['$type array', { $type: 'array' }, [], {}],
    ['$type null', { $type: 'null' }, null, undefined],
    ['$match', { $match: '^a.c$' }, 'abc', 'abd'],
    ['$match of another type', { $match: '1' }, '1', 1],
    ['$match with an escape that only sloppy patterns allow', { $match: '\\-' }, '-', 'a'],
    ['$not', { $not: 1 }, 2, 1],
    ['$not of a matcher', { $not: { $type: 'string' } }, 1, 'a'],
    ['$any', { $any: ['a', { $type: 'null' }] }, null, 'b'],
    ['$length of a list', { $length: 2 }, [1, 2], [1]],
    ['$length of a string, in characters', { $length: 1 }, '😀', 'ab'],
    ['$length of an object', { $length: 1 }, { a: 1 }, {}],
    ['$length as a matcher', { $length: { $gte: 1 } }, [1], []],
    ['$contains in a list', { $contains: { id: 1 } }, [{ id: 2 }, { id: 1, x: 1 }], [{ id: 2 }]],
    ['$contains in a string', { $contains: 'b' }, 'abc', 'ac'],
    ['$each', { $each: { id: { $type: 'string' } } }, [{ id: 'a' }], [{ id: 'a' }, { id: 1 }]],
    ['$each of no list', { $each: 1 }, [], {}],
    ['$unordered', { $unordered: [1, 2] }, [2, 1], [2, 2]],
    ['$unordered with fewer items', { $unordered: [1] }, [1], [1, 1]],
    ['$gte', { $gte: 1 }, 1, 0.5],
    ['$gt', { $gt: 1 }, 2, 1],
    ['$lte', { $lte: 1 }, 1, '1'],
    ['$lt', { $lt: 1 }, 0, 1],
    ['two matchers together', { $gte: 1, $lte: 2 }, 2, 3],
    ['a matcher beside members', { $length: 1, a: 1 }, { a: 1 }, { a: 1, b: 2 }],
    ['$gt of instants', { $gt: '2026-01-01T00:00:00Z' }, '2026-01-01T00:30:00.5+00:00', '2026-01-01T00:30:00+01:00'],
    ['$gte of one instant in two spellings', { $gte: '2026-01-01T00:00:00Z' }, '2026-01-01T02:00:00.000+02:00', 'soon'],
    [
      '$lt of instants that differ in a microsecond',
      { $lt: '2026-01-01T00:00:00.000002Z' },
      '2026-01-01T00:00:00.000001Z',
      '2026-01-01T00:00:00.000002Z',
    ],
  ])('%s', (_title, matcher, holds, fails) => {
    expect(matchJson(matcher, holds)).toEqual([]);
    expect(matchJson(matcher, fails)).not.toEqual([]);
  });

  it('$unordered finds a pairing even if the first choice is wrong', () => {
    expect(matchJson({ $unordered: [{ $type: 'integer' }, 1] }, [1, 2])).toEqual([]);
  });

  it('$each reports the pointer of the wrong item', () => {
    expect(matchJson({ list: { $each: { id: 'a' } } }, { list: [{ id: 'a' }, { id: 'b' }] })).toEqual([
      { pointer: '/list/1/id', expected: '"a"', observed: '"b"' },
    ]);
  });

  it('$match reports an invalid pattern', () => {
    expect(matchJson({ $match: '(' }, 'a')[0]?.expected).toBe(
      'a string that matches "(", which is not a valid pattern',
    );
  });

  it('with an unknown name is a mismatch that suggests the nearest name', () => {
    expect(matchJson({ $lenght: 1 }, [1])[0]?.expected).toContain('$length');
  });

  it('accepts a redacted value only if it would examine the text', () => {
    const options = { opaque: (value: unknown) => value === '***' };
    for (const inside of [
      { $match: '^a' },
      { $length: 3 },
      { $not: { $match: 'x' } },
      { $contains: 'a' },
      { $any: [{ $match: 'a' }] },
    ]) {
      expect(matchJson(inside, '***', options)).toEqual([]);
    }
    expect(matchJson('abc', '***', options)).toHaveLength(1);
    expect(matchJson({ $type: 'integer' }, '***', options)).toHaveLength(1);
  });
});
