import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../../src/model/json.ts';
import { memberNames, objectMembers, possibleMember, schemaAt, schemaMembers } from '../../src/schema/members.ts';
import { itemSchema, schemaTypes } from '../../src/schema/schema-types.ts';

const BASE: JsonSchema = {
  type: 'object',
  properties: { id: { type: 'string' }, kind: { enum: ['a', 'b'] } },
  required: ['id'],
};
const TREE: JsonSchema = {
  type: 'object',
  properties: { name: { type: 'string' }, children: { type: 'array', items: { $ref: 'x:tree' } } },
};
const schemas = new Map<string, JsonSchema>([
  ['x:base', BASE],
  ['x:tree', TREE],
  ['x:ring', { anyOf: [{ $ref: 'x:ring' }, { type: 'string' }] }],
]);

describe('the members of an object', () => {
  it.each<[string, JsonSchema, readonly string[], readonly string[]]>([
    ['the members of a reference', { $ref: 'x:base' }, ['id', 'kind'], ['id']],
    [
      'the members of allOf, required if any part requires them',
      { allOf: [{ $ref: 'x:base' }, { required: ['kind'] }] },
      ['id', 'kind'],
      ['id', 'kind'],
    ],
    [
      'the members of an object that may be null',
      { anyOf: [{ $ref: 'x:base' }, { type: 'null' }] },
      ['id', 'kind'],
      ['id'],
    ],
    [
      'the members of all branches of a choice, none of them required',
      { oneOf: [{ $ref: 'x:base' }, { properties: { other: true }, required: ['other'] }] },
      ['id', 'kind', 'other'],
      [],
    ],
    [
      'the members of both sides of a condition',
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema is meant
      { if: { required: ['a'] }, then: { properties: { a: true } }, else: { properties: { b: true } } },
      ['a', 'b'],
      [],
    ],
  ])('include %s', (_title, schema, names, needed) => {
    const { properties, required } = objectMembers(schema, schemas);
    expect([...properties.keys()]).toEqual(names);
    expect([...required].toSorted()).toEqual(needed);
  });

  it('have the schema of the outermost part if several parts declare the member', () => {
    const schema: JsonSchema = { properties: { id: { type: 'integer' } }, allOf: [{ $ref: 'x:base' }] };
    expect(objectMembers(schema, schemas).properties.get('id')).toEqual({ type: 'integer' });
  });
});

describe('the members at any depth', () => {
  it('are listed once for a recursive schema', () => {
    const found = schemaMembers({ $ref: 'x:tree' }, { schemas, without: 'readOnly', depth: 9 });
    expect(found.map(({ pointer }) => pointer)).toEqual([
      '/name',
      '/children',
      '/children/*/name',
      '/children/*/children',
    ]);
  });

  it('leave out read-only or write-only members', () => {
    const schema: JsonSchema = { properties: { id: { readOnly: true }, key: { writeOnly: true } } };
    const names = (without: 'readOnly' | 'writeOnly') =>
      schemaMembers(schema, { schemas, without, depth: 2 }).map(({ pointer }) => pointer);
    expect([names('readOnly'), names('writeOnly')]).toEqual([['/key'], ['/id']]);
  });
});

describe('the schema at a pointer', () => {
  it.each<[string, JsonSchema]>([
    ['/children/0/name', { type: 'string' }],
    ['/children/0/unknown', true],
    ['', { $ref: 'x:tree' }],
  ])('is found through references and list items: "%s"', (pointer, expected) => {
    expect(schemaAt({ $ref: 'x:tree' }, pointer, schemas)).toEqual(expected);
  });
});

describe('the types of a schema', () => {
  it.each<[JsonSchema, readonly string[] | null]>([
    [{ allOf: [{ $ref: 'x:base' }, {}] }, ['object']],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, ['null', 'string']],
    [{ type: ['string', 'null'], enum: ['a'] }, ['string']],
    [{ allOf: [{ type: ['string', 'integer'] }, { type: 'string' }] }, ['string']],
    [{ anyOf: [{ type: 'string' }, {}] }, null],
    [{ $ref: 'x:ring' }, null],
    [true, null],
  ])('of %j are %j', (schema, types) => {
    const found = schemaTypes(schema, schemas);
    expect(found === null ? null : [...found].toSorted()).toEqual(types);
  });

  it('are found quickly if the number of choices doubles with each level', () => {
    const levels = Array.from({ length: 40 }, (_, index): [string, JsonSchema] => [
      `x:level${index}`,
      { anyOf: [{ $ref: `x:level${index + 1}` }, { $ref: `x:level${index + 1}`, title: 'again' }] },
    ]);
    const deep = new Map<string, JsonSchema>([...levels, ['x:level40', { type: 'integer' }]]);
    expect(schemaTypes({ $ref: 'x:level0' }, deep)).toEqual(new Set(['integer']));
  });

  it('are found for list items in a branch of a choice', () => {
    const schema: JsonSchema = { anyOf: [{ type: 'array', items: { type: 'integer' } }, { type: 'null' }] };
    expect(itemSchema(schema, schemas)).toEqual({ type: 'integer' });
  });
});

describe('the names of all members', () => {
  it('are found although thirty schemas refer to each other', () => {
    const keys = Array.from({ length: 30 }, (_, index) => `m${index}`);
    const ring = keys.map((key): [string, JsonSchema] => {
      const others = keys.filter((other) => other !== key).map((other) => [other, { $ref: `x:${other}` }] as const);
      return [`x:${key}`, { properties: { ...Object.fromEntries(others), [`of_${key}`]: { type: 'string' } } }];
    });
    const names = memberNames([{ $ref: 'x:m0' }], { schemas: new Map(ring), without: 'writeOnly' });
    expect([...names].sort()).toEqual([...keys, ...keys.map((key) => `of_${key}`)].sort());
  });

  it('include members of items and map values, but no write-only members', () => {
    const secret: JsonSchema = { writeOnly: true, properties: { inner: true } };
    const schema: JsonSchema = { items: { additionalProperties: { properties: { name: true, secret } } } };
    expect([...memberNames([schema], { schemas, without: 'writeOnly' })]).toEqual(['name']);
  });
});

it('combines the schemas that several branches declare for a member, unless one declaration always applies', () => {
  const branch = (kind: string): JsonSchema => ({ properties: { kind: { const: kind } } });
  const choice = { oneOf: [branch('a'), branch('b')] };
  expect(possibleMember(choice, 'kind', schemas)).toEqual({ anyOf: [{ const: 'a' }, { const: 'b' }] });
  expect(possibleMember({ ...choice, properties: { kind: { type: 'string' } } }, 'kind', schemas)).toEqual({
    type: 'string',
  });
  expect(possibleMember(choice, 'other', schemas)).toBe(true);
});
