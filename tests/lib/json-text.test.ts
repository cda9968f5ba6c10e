import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSameScalar, parseJson, writeJson } from '../../src/lib/json-text.ts';

describe('parsing JSON', () => {
  it('keeps every digit of an integer', () => {
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 200n), 2n ** 200n), (integer) => {
        expect(parseJson(`{"a":[${integer}]}`)).toEqual({
          a: [Number.isSafeInteger(Number(integer)) ? Number(integer) : integer],
        });
      }),
    );
  });

  it('reads every other text as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const double = (_: string, value: unknown) => (typeof value === 'bigint' ? Number(value) : value);
        expect(JSON.parse(JSON.stringify(parseJson(text), double))).toEqual(
          JSON.parse(JSON.stringify(JSON.parse(text))),
        );
      }),
    );
  });

  it.each([
    ['1.00000000000000001', 1],
    ['1e20', 1e20],
    ['"9007199254740993"', '9007199254740993'],
    ['{"a":9007199254740993,"a":9007199254740995}', { a: 9007199254740995n }],
  ])('reads %s as %o', (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });

  it.each([
    '9007199254740993n',
    '09007199254740993',
    '[9007199254740993',
    '9007199254740993 1',
  ])('throws a SyntaxError for %s', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });
});

describe('writing JSON', () => {
  it('returns the text that was read, with and without bigints', () => {
    for (const text of ['{"a":9007199254740993,"b":["x",null,{}]}', '{"a":1}'])
      expect(writeJson(parseJson(text))).toBe(text);
  });

  it('omits what JSON.stringify omits', () => {
    expect(writeJson({ a: 9007199254740993n, b: undefined }, 2)).toBe('{\n  "a": 9007199254740993\n}');
  });
});

describe('two numbers', () => {
  it.each<[unknown, unknown, boolean]>([
    [9007199254740993n, 9007199254740993n, true],
    [9007199254740993n, 9007199254740992n, false],
    [2 ** 60, 1152921504606846976n, true],
    ['9007199254740993', 9007199254740993n, false],
  ])('%o and %o are equal: %o', (a, b, same) => {
    expect(isSameScalar(a, b)).toBe(same);
  });
});
