import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { uniqueText } from '../../src/lib/unique-text.ts';
import type { JsonSchema } from '../../src/model/json.ts';
import { createRandom } from '../../src/schema/random.ts';
import { likenessOf, sampleValue } from '../../src/schema/sample-value.ts';

const ajv = new Ajv2020({ strict: false });
(formats as unknown as (target: typeof ajv) => void)(ajv); // a cast is needed, because the types of ajv-formats fit only CommonJS

const SEEDS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

describe('a sampled value', () => {
  it.each([
    ['int64', /^\d+$/],
    ['uint64', /^\d+$/],
    ['int32', /^\d+$/],
    ['decimal', /^\d+\.\d+$/],
    ['byte', /^[A-Za-z0-9+/]+={0,2}$/],
  ])('is a text of the format %s', (format, expected) => {
    expect(sampleValue({ type: 'string', format }, wish(1))).toMatch(expected);
  });

  it.each<[string, JsonSchema, readonly string[]]>([
    ['the members of two required lists', { allOf: [{ required: ['a'] }, { required: ['b'] }] }, ['a', 'b']],
    [
      'the members that the first branch requires',
      { type: 'object', anyOf: [{ required: ['b'] }, { required: ['a'] }] },
      ['b'],
    ],
  ])('has %s', (_title, schema, names) => {
    const typed = { type: 'object', ...(schema === true || schema === false ? {} : schema) };
    expect(Object.keys(sampleValue(typed, wish(1)) ?? {}).toSorted()).toEqual(names);
  });

  it.each<JsonSchema>([
    { type: 'string', minLength: 2_000_000_000 },
    { type: 'array', items: { type: 'string' }, minItems: 500_000_000 },
    { type: 'string', pattern: '^(a{1000}){1000}(b{1000}){1000}$' },
  ])('is undefined if every allowed value is too large: %j', (schema) => {
    expect(sampleValue(schema, wish(1))).toBeUndefined();
  });

  it.each<JsonSchema>([
    { type: 'string' },
    { type: 'string', minLength: 6, maxLength: 8 },
    { type: 'string', maxLength: 3 },
    { type: 'string', maxLength: 0 },
    { type: 'string', minLength: 200 },
    { type: 'string', enum: ['red', 'blue'] },
    { type: ['string', 'null'], enum: ['red', null] },
    { const: 7 },
    { type: 'string', format: 'date-time' },
    { type: 'string', format: 'iso-date-time' },
    { type: 'string', format: 'date' },
    { type: 'string', format: 'email' },
    { type: 'string', format: 'uri', pattern: '^https?://' },
    { type: 'string', format: 'uuid' },
    { type: 'string', pattern: '^thg_[a-z0-9]{12}$' },
    { type: 'string', pattern: '^(?:v[a-z0-9]+_)?[0-9A-HJKMNP-TV-Z]{26}$', minLength: 26, maxLength: 32 },
    { type: 'string', pattern: '^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$', maxLength: 64 },
    { type: 'string', pattern: '^(red|blue)(,(red|blue))*$' },
    { type: 'string', pattern: '^[^@]+@.+$' },
    { type: 'string', pattern: '^\\d{3}-\\w+$' },
    { type: 'integer', minimum: 3, maximum: 5 },
    { type: 'integer', exclusiveMinimum: 3, exclusiveMaximum: 5 },
    { type: 'integer', maximum: -3 },
    { type: 'integer', minimum: -(2 ** 63), maximum: 2 ** 63 },
    { type: 'number', minimum: 0.5 },
    { type: 'integer', minimum: 1, multipleOf: 5 },
    { type: 'boolean' },
    { type: 'null' },
    { type: 'array', items: { type: 'integer' }, minItems: 3 },
    { type: 'array', items: { type: 'string' }, maxItems: 2, uniqueItems: true },
    { type: 'array', maxItems: 0 },
    {
      type: 'object',
      required: ['a'],
      properties: { a: { type: 'object', required: ['b'], properties: { b: { type: 'integer' } } } },
    },
    { type: 'object', additionalProperties: { type: 'integer' } },
    { anyOf: [{ type: 'integer', minimum: 4 }, { type: 'null' }] },
    { allOf: [{ type: 'string' }, { maxLength: 30 }] },
    true,
  ])('is allowed by %j', (schema) => {
    for (const seed of SEEDS) {
      const value = sampleValue(schema, wish(seed));
      expect(value).not.toBeUndefined();
      expect(ajv.validate(schema, likenessOf(value ?? null)), JSON.stringify(value)).toBe(true);
    }
  });

  it('is the same for the same seed', () => {
    const schema = { type: 'integer', minimum: 0, maximum: 1_000_000 };
    expect(sampleValue(schema, wish(3))).toBe(sampleValue(schema, wish(3)));
  });

  it.each<[string, JsonSchema]>([
    ['of a few letters', { pattern: '^[a-z]{3,12}$' }],
    ['of capital letters and digits', { pattern: '^[A-Z]{2}[0-9]{6}$' }],
    ['with a fixed beginning', { pattern: '^usr_[a-z0-9]{8}$' }],
    ['with hexadecimal digits', { pattern: '^[0-9a-f]{8}$' }],
    ['without a pattern, but short', { maxLength: 12 }],
  ])('is unique to the run if enough texts are allowed: a text %s', (_title, keywords) => {
    const schema = { type: 'string', ...(keywords as object) };
    for (const seed of SEEDS) {
      const value = sampleValue(schema, wish(seed));
      expect(value).toMatch(/\$\{unique:\w+\.field\}/);
      for (const name of ['a', 'b', 'c'])
        expect(
          ajv.validate(
            schema,
            String(value).replace(/\$\{unique:(\w+)\.field\}/, (_whole, sample) => uniqueText(sample, name)),
          ),
        ).toBe(true);
    }
  });

  it.each<JsonSchema>([
    { pattern: '^[A-Z]{3}$' },
    { pattern: '^(?:asc|desc)$' },
    { maxLength: 3 },
  ])('is not unique to the run if too few texts are allowed: %j', (keywords) => {
    expect(sampleValue({ type: 'string', ...(keywords as object) }, wish(1))).not.toContain('unique');
  });

  it('of a pattern takes few random draws, because a list may have thousands of items', () => {
    let draws = 0;
    const { random, ...rest } = wish(1);
    const pick: typeof random.pick = (items) => {
      draws += 1;
      return random.pick(items);
    };
    sampleValue({ type: 'string', pattern: '^[0-9a-f]*$' }, { ...rest, random: { ...random, pick } });
    expect(draws).toBeLessThan(40);
  });

  it('differs with the seed', () => {
    const values = SEEDS.map((seed) => sampleValue({ type: 'string', enum: [...'abcdefgh'] }, wish(seed)));
    expect(new Set(values).size).toBeGreaterThan(2);
  });

  it('is one of the examples in the schema', () => {
    expect(['x', 'y']).toContain(sampleValue({ type: 'string', examples: ['x', 'y'] }, wish(1)));
  });

  it('is undefined if the schema has an empty list of examples', () => {
    expect(sampleValue({ type: 'string', examples: [] }, wish(1))).toBeUndefined();
  });

  it('satisfies schemas that include each other', () => {
    const ids = Array.from({ length: 60 }, (_, index) => `s${index}`);
    const allOf = ids.map((id) => ({ $ref: id }));
    const schemas = new Map(ids.map((id) => [id, { properties: { [id]: { type: 'string' } }, required: [id], allOf }]));
    const sampled = sampleValue({ type: 'object', $ref: 's0' }, { ...wish(1), schemas });
    expect(Object.keys(sampled ?? {}).toSorted()).toEqual(ids.toSorted());
  });

  it('is found through a reference to another schema', () => {
    const schemas = new Map([['s:color', { type: 'string', enum: ['red'] }]]);
    expect(sampleValue({ $ref: 's:color' }, { ...wish(1), schemas })).toBe('red');
  });
});

function wish(seed: number) {
  return { label: 'field', random: createRandom(seed, ['field']), schemas: new Map(), profile: 'hosted', full: true };
}
