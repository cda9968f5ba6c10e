import { describe, expect, it } from 'vitest';
import { jsonDifference, jsonTextDifference } from '../../src/lib/json-difference.ts';

describe('jsonDifference', () => {
  it('marks members that only one of two objects has', () => {
    expect(jsonDifference({ a: 1, b: [{ c: 1 }] }, { a: 2, b: [{ c: 1 }] })).toEqual([
      ' {',
      '-  a: 1',
      '+  a: 2',
      ' }',
    ]);
  });

  it.each([
    ['equal values', { a: 1 }, { a: 1 }],
    ['texts', 'a', 'b'],
    ['an object and a list', {}, []],
    ['null', null, {}],
    ['lists that are too long to compare', Array.from({ length: 2000 }, (_, a) => ({ a })), [{}]],
  ])('is empty for %s', (_, before, after) => {
    expect(jsonDifference(before, after)).toEqual([]);
  });

  it('escapes control characters', () => {
    const [, line] = jsonDifference({ '\u001b[31m': 1 }, {});
    expect(line).toBe('-  \\u001b[31m: 1');
  });

  it('takes little time for values that are nested thousands of levels deep', () => {
    const deep = JSON.parse('['.repeat(5000) + ']'.repeat(5000));
    expect(jsonDifference(deep, [])).toEqual([]);
  });
});

describe('jsonTextDifference', () => {
  it('is empty for a text that is not JSON, such as a truncated one', () => {
    expect(jsonTextDifference('{"a":1,…', '{"a":2}')).toEqual([]);
    expect(jsonTextDifference('{"a":1}', '{"a":2}')).toHaveLength(4);
  });

  it('shows every digit of integers beyond 2^53', () => {
    const lines = jsonTextDifference('{"a":9007199254740993}', '{"a":9007199254740992}');
    expect(lines).toEqual([' {', '-  a: 9007199254740993', '+  a: 9007199254740992', ' }']);
  });
});
