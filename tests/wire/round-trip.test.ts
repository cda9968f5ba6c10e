import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Content } from '../../src/model/content.ts';
import type { Field, Location, Serialization } from '../../src/model/contract.ts';
import type { Json, JsonSchema } from '../../src/model/json.ts';
import { decodeRequest } from '../../src/wire/decode-request.ts';
import { encodeRequest } from '../../src/wire/encode-request.ts';
import { pathParams } from '../../src/wire/match-route.ts';
import { contract, field } from './builders.ts';

const PAIRS = [
  ['form', true],
  ['form', false],
  ['spaceDelimited', false],
  ['pipeDelimited', false],
  ['deepObject', true],
  ['brackets', true],
  ['indexed', true],
  ['json', true],
] as const;
const PATH = [
  ['simple', false],
  ['simple', true],
  ['label', false],
  ['label', true],
  ['matrix', false],
  ['matrix', true],
] as const;
const HEADER = [
  ['simple', false],
  ['simple', true],
  ['json', true],
] as const;

interface Case {
  readonly location: Location;
  readonly content: Content;
  readonly serialization: Serialization;
}

const CASES: readonly Case[] = [
  ...cases('query', 'none', PAIRS),
  ...cases('cookie', 'none', [
    ['form', true],
    ['form', false],
    ['json', true],
  ]),
  ...cases('path', 'none', PATH),
  ...cases('header', 'none', HEADER),
  ...cases('body', 'form', PAIRS),
  ...cases('body', 'multipart', PAIRS),
  ...cases('body', 'json', [['form', true]]),
];

function cases(location: Location, content: Content, styles: readonly (readonly [Serialization['style'], boolean])[]) {
  return styles.map(([style, explode]): Case => ({ location, content, serialization: { style, explode } }));
}

/** Each text begins with a letter, because the text `1` would be decoded as a number. */
const text = fc.stringMatching(/^[a-z][a-zA-Z0-9é€_& +%-]{0,8}[a-z]$/);
const token = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/);

const SHAPES = {
  text: [text, { type: 'string' }],
  integer: [fc.integer(), { type: 'integer' }],
  boolean: [fc.boolean(), { type: 'boolean' }],
  'list of text': [fc.array(token, { minLength: 1, maxLength: 4 }), { type: 'array', items: { type: 'string' } }],
  'list of integers': [
    fc.array(fc.integer(), { minLength: 1, maxLength: 4 }),
    { type: 'array', items: { type: 'integer' } },
  ],
  object: [
    fc.record({ size: fc.integer(), word: token }),
    { type: 'object', properties: { size: { type: 'integer' }, word: { type: 'string' } } },
  ],
} as const satisfies { readonly [name: string]: readonly [fc.Arbitrary<Json>, JsonSchema] };

const DEEP = [
  fc.array(fc.record({ price: fc.integer(), tags: fc.array(token, { minLength: 1, maxLength: 2 }) }), {
    minLength: 1,
    maxLength: 3,
  }),
  {
    type: 'array',
    items: {
      type: 'object',
      properties: { price: { type: 'integer' }, tags: { type: 'array', items: { type: 'string' } } },
    },
  },
] as const;

function roundTrip({ location, content, serialization }: Case, schema: JsonSchema, value: Json) {
  const mine: Field = field('value', location, { schema, serialization });
  const path = location === 'path' ? '/things/{value}' : '/things';
  const operation = contract(path, [mine], { content });
  const request = encodeRequest(operation, { value }, { profile: 'full' });
  const params = pathParams(operation, request.target) ?? {};
  return decodeRequest(operation, request, { params, profile: 'full', schemas: new Map() });
}

describe('an encoded and decoded request', () => {
  for (const each of CASES) {
    const { location, content, serialization } = each;
    const where = location === 'body' ? `${content} body` : location;
    for (const [name, [values, schema]] of Object.entries(SHAPES))
      it(`has the same ${name} in a ${where} in style ${serialization.style}, explode ${serialization.explode}`, () => {
        fc.assert(
          fc.property<[Json]>(values as fc.Arbitrary<Json>, (value) => {
            // the cast joins the types of all generated values
            const { fields, strays, problems } = roundTrip(each, schema, value);
            expect(fields[0]).toMatchObject({ present: true, value });
            expect(fields[0]?.spelling).toBeUndefined();
            expect([strays, problems]).toEqual([[], []]);
          }),
          { numRuns: 25 },
        );
      });
  }

  it.each([
    ['query', 'none', 'indexed'],
    ['query', 'none', 'brackets'],
    ['query', 'none', 'deepObject'],
    ['body', 'form', 'form'],
    ['body', 'form', 'indexed'],
    ['body', 'multipart', 'form'],
    ['body', 'json', 'form'],
  ] as const)('has the same list of objects in a %s (%s) in style %s', (location, content, style) => {
    const [values, schema] = DEEP;
    fc.assert(
      fc.property(values, (value) => {
        const { fields, strays } = roundTrip(
          { location, content, serialization: { style, explode: true } },
          schema,
          value,
        );
        expect(fields[0]).toMatchObject({ present: true, value });
        expect([fields[0]?.spelling, strays]).toEqual([undefined, []]);
      }),
      { numRuns: 25 },
    );
  });
});
