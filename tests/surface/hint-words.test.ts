import { expect, it } from 'vitest';
import { typesAgree } from '../../src/audit/lattice/types-agree.ts';
import type { TypeHint } from '../../src/model/driver.ts';
import { hintValues, hintWords } from '../../src/surface/hint-words.ts';

const TEXT = { kind: 'string' } as const;
const NOTHING = { kind: 'null' } as const;
const WHOLE = { kind: 'integer' } as const;

it.each<[TypeHint, string | null]>([
  [{ kind: 'datetime' }, 'string'],
  [{ kind: 'list', of: TEXT }, 'list of string'],
  [{ kind: 'list', of: { kind: 'any' } }, 'list'],
  [{ kind: 'list', of: { kind: 'union', of: [TEXT, WHOLE] } }, 'list of (integer or string)'],
  [{ kind: 'union', of: [TEXT, NOTHING] }, 'string'],
  [{ kind: 'union', of: [TEXT, { kind: 'any' }] }, null],
  [{ kind: 'literal', values: ['a', 1] }, 'integer or string'],
  [{ kind: 'map', of: TEXT }, 'map'],
  [{ kind: 'json' }, null],
])('describes %j in shared words: %s', (hint, words) => {
  expect(hintWords(hint)).toBe(words);
});

it('lists the values of literals, except null, and no values for other types', () => {
  expect(hintValues({ kind: 'union', of: [{ kind: 'literal', values: ['a', null] }, NOTHING] })).toEqual(['a']);
  expect(hintValues({ kind: 'union', of: [{ kind: 'literal', values: ['a'] }, TEXT] })).toBeUndefined();
});

it.each<[string, string, boolean]>([
  ['string', 'string or integer', true],
  ['integer', 'number', true],
  ['integer', 'boolean', false],
  ['list', 'list of string', true],
  ['list of (integer or string)', 'list of string', true],
  ['list of integer', 'list of string', false],
  ['list of string', 'map', false],
  ['map', 'object', true],
  ['any', 'boolean', true],
])('compares %s and %s as types: %s', (a, b, agree) => {
  expect([typesAgree(a, b), typesAgree(b, a)]).toEqual([agree, agree]);
});
