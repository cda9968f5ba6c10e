import { describe, expect, it } from 'vitest';
import { DIFF_RULES } from '../../../src/model/diff-rules.ts';
import { giving, rulesOf, taking } from './pairs.ts';

const text = { type: 'string' };
const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });

/** In each row, the schema `wide` allows more values than the schema `narrow`. The last two texts are ends of rule names. */
const DIRECTED: readonly (readonly [what: string, wide: object, narrow: object, narrowed: string, widened: string])[] =
  [
    ['one of two types', { type: ['string', 'integer'] }, text, 'type-narrowed', 'type-widened'],
    ['a number that becomes whole', { type: 'number' }, { type: 'integer' }, 'type-narrowed', 'type-widened'],
    ['null', { type: ['string', 'null'] }, text, 'null-removed', 'null-added'],
    ['null as an alternative', { anyOf: [text, { type: 'null' }] }, text, 'null-removed', 'null-added'],
    ['a value of a list', { enum: ['x', 'y'] }, { enum: ['x'] }, 'value-removed', 'value-added'],
    ['a list of values', text, { type: 'string', enum: ['x'] }, 'value-removed', 'value-added'],
    ['a list as a value', { enum: [[1], [2]] }, { enum: [[1]] }, 'value-removed', 'value-added'],
    ['a constant', { enum: ['x', 'y'] }, { const: 'x' }, 'value-removed', 'value-added'],
    ['a minimum', { type: 'integer', minimum: 1 }, { type: 'integer', minimum: 2 }, 'range-narrowed', 'range-widened'],
    [
      'an exclusive maximum',
      { type: 'number', maximum: 1 },
      { type: 'number', exclusiveMaximum: 1 },
      'range-narrowed',
      'range-widened',
    ],
    ['a step', { type: 'integer' }, { type: 'integer', multipleOf: 5 }, 'step-narrowed', 'step-widened'],
    [
      'a step that is a multiple of the old step',
      { type: 'integer', multipleOf: 5 },
      { type: 'integer', multipleOf: 10 },
      'step-narrowed',
      'step-widened',
    ],
    ['a length', text, { ...text, maxLength: 5 }, 'length-narrowed', 'length-widened'],
    ['a pattern', text, { ...text, pattern: '^a' }, 'pattern-added', 'pattern-removed'],
    ['a format', text, { ...text, format: 'uuid' }, 'format-narrowed', 'format-widened'],
    [
      'a smaller number format',
      { type: 'integer', format: 'int64' },
      { type: 'integer', format: 'int32' },
      'format-narrowed',
      'format-widened',
    ],
    ['an encoding', text, { ...text, contentEncoding: 'base32' }, 'encoding-added', 'encoding-removed'],
    [
      'a number of items',
      { type: 'array', maxItems: 9 },
      { type: 'array', maxItems: 5 },
      'item-count-narrowed',
      'item-count-widened',
    ],
    [
      'unique items',
      { type: 'array' },
      { type: 'array', uniqueItems: true },
      'unique-items-required',
      'unique-items-dropped',
    ],
    [
      'a number of members',
      { type: 'object' },
      { type: 'object', maxProperties: 2 },
      'member-count-narrowed',
      'member-count-widened',
    ],
    [
      'a required member',
      object({ a: text }),
      object({ a: text }, { required: ['a'] }),
      'member-became-required',
      'member-became-optional',
    ],
    [
      'values of a map',
      { additionalProperties: { type: ['string', 'integer'] } },
      { additionalProperties: text },
      'type-narrowed',
      'type-widened',
    ],
    [
      'items of a list',
      { type: 'array', items: { enum: ['x', 'y'] } },
      { type: 'array', items: { enum: ['x'] } },
      'value-removed',
      'value-added',
    ],
    [
      'an item at a position',
      { type: 'array', prefixItems: [{ type: 'number' }] },
      { type: 'array', prefixItems: [{ type: 'integer' }] },
      'type-narrowed',
      'type-widened',
    ],
    [
      'members with a name pattern',
      { type: 'object', patternProperties: { '^x': { type: 'number' } } },
      { type: 'object', patternProperties: { '^x': { type: 'integer' } } },
      'type-narrowed',
      'type-widened',
    ],
    [
      'a member that another member requires',
      object({ a: text, b: text }),
      object({ a: text, b: text }, { dependentSchemas: { a: { required: ['b'] } } }),
      'condition-added',
      'condition-removed',
    ],
    ['a condition', text, { ...text, not: { const: 'x' } }, 'condition-added', 'condition-removed'],
    [
      'an alternative',
      { oneOf: [object({ a: text }, { required: ['a'] }), object({ b: text }, { required: ['b'] })] },
      object({ a: text }, { required: ['a'] }),
      'choice-removed',
      'choice-added',
    ],
  ];

/** In each row, each of the two schemas allows values that the other schema rejects. */
const CHANGED: readonly (readonly [what: string, before: object, after: object, end: string])[] = [
  ['a type', text, { type: 'integer' }, 'type-changed'],
  ['a list of values', { enum: ['x'] }, { enum: ['y'] }, 'values-changed'],
  ['bounds', { type: 'integer', minimum: 1, maximum: 5 }, { type: 'integer', minimum: 2, maximum: 6 }, 'range-changed'],
  ['a step', { type: 'integer', multipleOf: 5 }, { type: 'integer', multipleOf: 3 }, 'step-changed'],
  ['a length', { ...text, minLength: 1, maxLength: 5 }, { ...text, minLength: 2, maxLength: 6 }, 'length-changed'],
  ['a pattern', { ...text, pattern: '^a' }, { ...text, pattern: '^b' }, 'pattern-changed'],
  ['a format', { ...text, format: 'uuid' }, { ...text, format: 'date' }, 'format-changed'],
  ['an encoding', { ...text, contentEncoding: 'base32' }, { ...text, contentEncoding: 'base16' }, 'encoding-changed'],
  [
    'a number of items',
    { type: 'array', minItems: 1, maxItems: 5 },
    { type: 'array', minItems: 2, maxItems: 6 },
    'item-count-changed',
  ],
  [
    'a number of members',
    { type: 'object', minProperties: 1, maxProperties: 5 },
    { type: 'object', minProperties: 2, maxProperties: 6 },
    'member-count-changed',
  ],
  ['a condition', { ...text, not: { const: 'x' } }, { ...text, not: { const: 'y' } }, 'condition-changed'],
  [
    'a condition about a member called title',
    { not: object({ title: { const: 'x' } }) },
    { not: object({ title: { const: 'y' } }) },
    'condition-changed',
  ],
];

const OTHER: readonly (readonly [what: string, before: object, after: object, request: string, response: string])[] = [
  ['a removed member', object({ a: text, b: text }), object({ a: text }), 'member-removed!', 'member-removed!'],
  ['an optional member', object({ a: text }), object({ a: text, b: text }), 'member-added', 'member-added'],
  [
    'a required member',
    object({ a: text }),
    object({ a: text, b: text }, { required: ['b'] }),
    'required-member-added!',
    'required-member-added',
  ],
  [
    'members that are no longer described',
    object({ a: text }),
    { type: 'object' },
    'members-undescribed',
    'members-undescribed!',
  ],
  [
    'a closed object',
    object({ a: text }),
    object({ a: text }, { additionalProperties: false }),
    'other-members-refused!',
    'other-members-refused',
  ],
  [
    'an opened object',
    object({ a: text }, { additionalProperties: false }),
    object({ a: text }),
    'other-members-admitted',
    'other-members-admitted',
  ],
  ['a default', text, { ...text, default: 'x' }, 'default-changed', 'default-changed'],
  ['a deprecation', text, { ...text, deprecated: true }, 'member-deprecated', 'member-deprecated'],
  [
    'a format of the same size',
    { type: 'integer' },
    { type: 'integer', format: 'int64' },
    'format-stated',
    'format-stated',
  ],
  [
    'values that are listed beside any text',
    { anyOf: [text, { type: 'string', enum: ['x'] }] },
    { anyOf: [text, { type: 'string', enum: ['x', 'y'] }] },
    'known-values-changed',
    'known-values-changed',
  ],
];

describe('a rule about values', () => {
  it.each(
    DIRECTED,
  )('narrowing a request is breaking and widening is not: %s', async (_, wide, narrow, narrowed, widened) => {
    expect(await rulesOf(taking(wide), taking(narrow))).toEqual([`request-${narrowed}!`]);
    expect(await rulesOf(taking(narrow), taking(wide))).toEqual([`request-${widened}`]);
  });

  it.each(
    DIRECTED,
  )('widening a response is breaking and narrowing is not: %s', async (_, wide, narrow, narrowed, widened) => {
    expect(await rulesOf(giving(narrow), giving(wide))).toEqual([`response-${widened}!`]);
    expect(await rulesOf(giving(wide), giving(narrow))).toEqual([`response-${narrowed}`]);
  });

  it.each(
    CHANGED,
  )('a change in both directions is breaking in requests and responses: %s', async (_, before, after, end) => {
    expect(await rulesOf(taking(before), taking(after))).toEqual([`request-${end}!`]);
    expect(await rulesOf(taking(after), taking(before))).toEqual([`request-${end}!`]);
    expect(await rulesOf(giving(before), giving(after))).toEqual([`response-${end}!`]);
    expect(await rulesOf(giving(before), giving(before))).toEqual([]);
  });

  it.each(OTHER)('reports %s', async (_, before, after, request, response) => {
    expect(await rulesOf(taking(before), taking(after))).toEqual([`request-${request}`]);
    expect(await rulesOf(giving(before), giving(after))).toEqual([`response-${response}`]);
    expect(await rulesOf(taking(after), taking(after))).toEqual([]);
  });

  it('has a pair in these tables for every rule about values', () => {
    const ends = [
      ...DIRECTED.flatMap(([, , , narrowed, widened]) => [narrowed, widened]),
      ...CHANGED.map(([, , , end]) => end),
      ...OTHER.map(([, , , end]) => end.replace('!', '')),
      'schema-not-compared',
    ];
    const values = [...DIFF_RULES.keys()].filter(
      (name) => /^response-/.test(name) && DIFF_RULES.has(name.replace('response', 'request')),
    );
    expect([...new Set(ends.map((end) => `response-${end}`))].sort()).toEqual(
      values.filter((name) => !/-(content|body)-/.test(name)).sort(),
    );
  });
});

describe('equivalent schemas', () => {
  const a = { $ref: '#/components/schemas/A' };
  const schemas = (own: object) => ({ components: { schemas: own } });
  it.each([
    ['different descriptions', text, { ...text, description: 'Words.', title: 'Text', examples: ['x'] }],
    ['an equivalent bound of whole numbers', { type: 'integer', exclusiveMinimum: 0 }, { type: 'integer', minimum: 1 }],
    [
      'members that are split into parts',
      object({ a: text, b: text }, { required: ['a'] }),
      { allOf: [object({ a: text }, { required: ['a'] }), object({ b: text })] },
    ],
    ['values as constants', { enum: ['x', 'y'] }, { oneOf: [{ const: 'x' }, { const: 'y' }] }],
    ['types as alternatives', { type: ['integer', 'string'] }, { oneOf: [{ type: 'string' }, { type: 'integer' }] }],
    [
      'reordered alternatives',
      { oneOf: [object({ a: text }), object({ b: text })] },
      { oneOf: [object({ b: text }), object({ a: text })] },
    ],
    ['an implied type', { properties: { a: text } }, object({ a: text })],
    ['a list of both booleans', { type: 'boolean' }, { type: 'boolean', enum: [true, false] }],
    [
      'a condition with reordered keywords',
      { not: { required: ['a', 'b'], type: 'object' } },
      { not: { type: 'object', required: ['b', 'a'], description: 'Words.' } },
    ],
    ['additionalProperties: true', object({ a: text }), object({ a: text }, { additionalProperties: true })],
    ['a format for display', text, { ...text, format: 'password' }],
  ])('are equal with %s', async (_, before, after) => {
    expect(await rulesOf(taking(before), taking(after))).toEqual([]);
    expect(await rulesOf(giving(after), giving(before))).toEqual([]);
  });

  it('are equal if a shared schema is moved, renamed or inlined', async () => {
    const old = giving(a, schemas({ A: object({ a: text }) }));
    expect(await rulesOf(old, giving({ $ref: '#/components/schemas/B' }, schemas({ B: object({ a: text }) })))).toEqual(
      [],
    );
    expect(await rulesOf(old, giving(object({ a: text })))).toEqual([]);
  });

  it('are compared if a condition refers to them, whatever their names', async () => {
    const named = (name: string, shared: object) =>
      taking({ not: { $ref: `#/components/schemas/${name}` } }, schemas({ [name]: shared }));
    expect(await rulesOf(named('A', { const: 'x' }), named('B', { const: 'x' }))).toEqual([]);
    expect(await rulesOf(named('A', { const: 'x' }), named('A', { const: 'y' }))).toEqual([
      'request-condition-changed!',
    ]);
  });

  it('are compared by the values that select an extending schema', async () => {
    const chosen = (value: string) =>
      giving(
        a,
        schemas({ A: object({ k: text }, { discriminator: { propertyName: 'k', mapping: { [value]: 'A' } } }) }),
      );
    expect(await rulesOf(chosen('x'), chosen('y'))).toEqual(['response-condition-changed!']);
    expect(await rulesOf(chosen('x'), chosen('x'))).toEqual([]);
  });

  it('are compared even if they recur', async () => {
    const tree = (leaf: object) => schemas({ A: object({ leaf, children: { type: 'array', items: a } }) });
    expect(await rulesOf(giving(a, tree(text)), giving(a, tree(text)))).toEqual([]);
    expect(await rulesOf(giving(a, tree(text)), giving(a, tree({ type: 'integer' })))).toEqual([
      'response-type-changed!',
    ]);
  });

  it('are compared if every part of an object refers to itself', async () => {
    const ring = (leaf: object) =>
      schemas({ A: { allOf: [object({ leaf }), object({ next: { allOf: [a, object({})] } })] } });
    expect(await rulesOf(giving(a, ring(text)), giving(a, ring({ ...text, maxLength: 3 })))).toEqual([
      'response-length-narrowed',
    ]);
  });
});

describe('alternatives', () => {
  const kind = (name: string, more: object) => object({ kind: { const: name }, ...more }, { required: ['kind'] });
  it('are paired by the discriminating member', async () => {
    const before = { oneOf: [kind('x', { a: text }), kind('y', { a: text })] };
    const after = { oneOf: [kind('y', { a: { type: 'integer' } }), kind('x', { a: text })] };
    expect(await rulesOf(giving(before), giving(after))).toEqual(['response-type-changed!']);
  });

  it('are not reported as removed if another one allows their values', async () => {
    const before = { oneOf: [{ type: 'integer', maximum: 5 }, { type: 'integer', maximum: 9 }, text] };
    expect(await rulesOf(taking(before), taking({ oneOf: [{ type: 'integer', maximum: 9 }, text] }))).toEqual([]);
  });

  it('are not reported as removed if one with another value allows their values, with other alternatives inside', async () => {
    const list = (items: object) => object({ list: { type: 'array', items } });
    const named = object({ name: text }, { required: ['name'] });
    const more = object({ name: text, a: text, b: text, c: text }, { required: ['name'] });
    const before = { oneOf: [list(text), list(named)] };
    expect(await rulesOf(taking(before), taking(list({ oneOf: [text, more] })))).toEqual(['request-choice-added']);
    const stricter = object({ name: text, a: text, b: text, c: text }, { required: ['name', 'a'] });
    expect(await rulesOf(taking(before), taking(list({ oneOf: [text, stricter] })))).toContain(
      'request-choice-removed!',
    );
  });

  it('are not called equal if there are too many of them', async () => {
    const choice = (last: string) => ({
      allOf: Array.from({ length: 9 }, (_, at) => ({
        anyOf: [object({ [`a${at}`]: text }), object({ [`b${at}`]: text })],
      })),
      description: last,
      properties: { last: { const: last } },
    });
    expect(await rulesOf(giving(choice('x')), giving(choice('y')))).toContain('response-schema-not-compared');
    const referring = (last: object) =>
      giving(
        { ...choice('x'), properties: { last: { $ref: '#/components/schemas/Last' } } },
        { components: { schemas: { Last: last } } },
      );
    expect(await rulesOf(referring(text), referring({ type: 'integer' }))).toContain('response-schema-not-compared');
    expect(await rulesOf(referring(text), referring(text))).toEqual([]);
  });
});
