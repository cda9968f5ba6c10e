import { describe, expect, it } from 'vitest';
import { varyValue } from '../../../../src/plan/behaviors/case/other-value.ts';

const NONE = new Map();

describe('another value', () => {
  it.each([
    [{ type: 'boolean' }, true, false],
    [{ enum: ['a', 'b', null] }, 'a', 'b'],
    [{ type: 'integer', minimum: 1, maximum: 5 }, 3, 2],
    [{ type: 'integer', minimum: 1, maximum: 5 }, 1, 2],
    [{ type: 'integer' }, 0, 1],
    [{ type: ['string', 'null'], maxLength: 9 }, 'abc', 'abc-b'],
    [{ type: 'string', maxLength: 3 }, 'abc', 'b'],
    [{ type: 'string', pattern: '^[a-z]$' }, 'b', 'c'],
    [{ type: 'string', format: 'date-time' }, '${now+1h}', '2090-03-04T09:00:00+02:00'],
    [{ type: 'string', format: 'uuid' }, '${uuid}', '${uuid.other}'],
    [{ type: 'array', items: { type: 'integer' }, maxItems: 2 }, [1, 5], [1, 6]],
    [{ type: 'array' }, [], ['b']],
    [{ type: 'object' }, { a: 1 }, { a: 1, changed: 'b' }],
    [
      { type: 'object', properties: { a: { type: 'boolean' } } },
      { a: true, c: 1 },
      { a: false, c: 1 },
    ],
  ])('%j: %j becomes %j', (schema, value, expected) => {
    expect(varyValue(schema, value, NONE)).toEqual(expected);
  });

  it('does not exist if the schema allows only one value', () => {
    expect(varyValue({ const: 'yes' }, 'yes', NONE)).toBeUndefined();
  });

  it('comes from the schema to which $ref refers', () => {
    expect(varyValue({ $ref: 'color' }, 'red', new Map([['color', { enum: ['red', 'blue'] }]]))).toBe('blue');
  });
});
