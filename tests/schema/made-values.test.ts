import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSentinels } from '../../src/clients/recorder/sentinels.ts';
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../../src/model/json.ts';
import type { ResponseVariation } from '../../src/model/trace.ts';
import { fillSchema } from '../../src/schema/fill-schema.ts';
import { createRandom } from '../../src/schema/random.ts';
import { likenessOf, sampleValue } from '../../src/schema/sample-value.ts';
import { absoluteRefs } from '../../src/schema/specialize-schema.ts';

const ID = 'parity:///schemas/root.yaml';

/** The seed is fixed, because a random seed can give a deeply nested document for which ajv needs exponential time. */
const SEED = 1;

describe('a sampled value', () => {
  it('is valid for any combination of keywords', () => {
    fc.assert(
      fc.property(documents(), fc.boolean(), (document, full) => {
        const value = sample(document, full);
        if (value !== undefined) expect(errorsOf(document, likenessOf(value))).toEqual([]);
      }),
      { numRuns: 40, seed: SEED },
    );
  });

  it('is found for most satisfiable schemas', () => {
    const found = fc.sample(documents(), { numRuns: 30, seed: 7 }).filter((each) => sample(each, true) !== undefined);
    expect(found.length).toBeGreaterThan(12);
  });

  it.each<[string, JsonSchema, Json]>([
    ['the members of two required lists', { allOf: [{ required: ['a'] }, { required: ['b'] }] }, ['a', 'b']],
    ['the members that a reference requires', { $ref: `${ID}#/$defs/a`, required: ['b'] }, ['a', 'b']],
    ['the members that a branch requires', { anyOf: [{ required: ['b'] }, { required: ['a'] }] }, ['b']],
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema is meant
    ['what a condition requires', { required: ['a'], if: { required: ['a'] }, then: { required: ['b'] } }, ['a', 'b']],
    ['the members that another member requires', { required: ['a'], dependentRequired: { a: ['b'] } }, ['a', 'b']],
  ])('has %s', (_title, schema, names) => {
    const properties = { a: { type: 'string' }, b: { type: 'integer' } };
    const document = { $defs: { a: { required: ['a'] } }, type: 'object', properties, ...(schema as JsonObject) };
    const value = sample(document, false);
    expect(value).toBeTypeOf('object');
    expect(Object.keys(value as JsonObject)).toEqual(names);
  });

  it('can be made from a cycle of 1,250 schemas, with and without optional members', () => {
    const ids = Array.from({ length: 1250 }, (_, index) => `parity:///schemas/s${index}.yaml`);
    const schemas = new Map<string, JsonSchema>(
      ids.map((id, index) => [id, { type: 'object', properties: { a: { $ref: ids[(index + 1) % 1250] ?? '' } } }]),
    );
    const wish = { label: 'x', random: createRandom(1, []), schemas, profile: 'p' };
    expect(sampleValue({ $ref: ids[0] ?? '' }, { ...wish, full: false })).toEqual({});
    expect(sampleValue({ $ref: ids[0] ?? '' }, { ...wish, full: true })).toBeTypeOf('object');
  });

  it.each<JsonSchema>([
    { type: 'string', minLength: 2_000_000_000 },
    { type: 'array', items: { type: 'string' }, minItems: 500_000_000 },
    { type: 'object', minProperties: 100_000_000 },
    { type: 'string', pattern: '^(a{1000}){1000}(b{1000}){1000}$' },
    { type: 'integer', minimum: 3, maximum: 2 },
    { type: 'object', properties: { a: false }, required: ['a'] },
    false,
  ])('is undefined if no value can be made: %j', (schema) => {
    expect(sample(schema, true)).toBeUndefined();
  });
});

const VARIATIONS: readonly ResponseVariation[] = ['required-only', 'nulls', 'more-members', 'large-integers', 'enum-2'];

describe('a filled value', () => {
  it('is valid if it can be made', () => {
    fc.assert(
      fc.property(documents(), (document) => {
        const schemas = registry(document);
        const value = fillSchema({ $ref: ID }, { schemas, sentinels: createSentinels(), path: [] });
        if (value !== undefined) expect(errorsOf(document, value)).toEqual([]);
      }),
      { numRuns: 40, seed: SEED },
    );
  });

  it.each(VARIATIONS)('is valid with the variation %s', (vary) => {
    fc.assert(
      fc.property(documents(), (document) => {
        const schemas = registry(document);
        const value = fillSchema({ $ref: ID }, { schemas, sentinels: createSentinels(), path: [], vary });
        if (value !== undefined) expect(errorsOf(document, value)).toEqual([]);
      }),
      { numRuns: 5, seed: SEED },
    );
  });

  it.each<readonly [ResponseVariation | undefined, Json]>([
    [undefined, { id: 1001, kind: 'a', owner: { name: 'pw~owner.name~2' }, more: 'pw~more~3' }],
    ['required-only', { id: 1001, kind: 'a', owner: { name: 'pw~owner.name~2' } }],
    ['nulls', { id: 1001, kind: 'a', owner: null, more: 'pw~more~2' }],
    [
      'more-members',
      { id: 1001, kind: 'a', owner: { name: 'pw~owner.name~2' }, more: 'pw~more~3', pw_key_1: 'pw~pw_key_1~4' },
    ],
    ['large-integers', { id: 9007199254740995n, kind: 'a', owner: { name: 'pw~owner.name~2' }, more: 'pw~more~3' }],
    ['enum-3', { id: 1001, kind: 'c', owner: { name: 'pw~owner.name~2' }, more: 'pw~more~3' }],
  ])('differs only as the variation %s says', (vary, expected) => {
    const schema: JsonSchema = {
      ...{ type: 'object', required: ['id', 'kind', 'owner'], additionalProperties: true },
      properties: {
        id: { type: 'integer', format: 'int64' },
        kind: { enum: ['a', 'b', 'c'] },
        // The inner object has no `required`, so none of its members is left out.
        owner: { anyOf: [{ type: 'object', properties: { name: { type: 'string' } } }, { type: 'null' }] },
        more: { type: 'string' },
      },
    };
    const filling = { schemas: registry(schema), sentinels: createSentinels(), path: [] };
    expect(fillSchema({ $ref: ID }, vary === undefined ? filling : { ...filling, vary })).toEqual(expected);
  });

  it('is not null if the schema states no type', () => {
    const schema: JsonSchema = { properties: { name: { type: 'string' } }, required: ['name'] };
    const filling = { schemas: registry(schema), sentinels: createSentinels(), path: [], vary: 'nulls' } as const;
    expect(fillSchema({ $ref: ID }, filling)).toEqual({ name: 'pw~name~1' });
  });

  it('keeps an integer within the bounds of the schema', () => {
    const schema: JsonSchema = { type: 'integer', format: 'int64', maximum: 100 };
    const filling = { schemas: registry(schema), sentinels: createSentinels(), path: [] };
    expect(fillSchema({ $ref: ID }, { ...filling, vary: 'large-integers' })).toBeLessThanOrEqual(100);
  });

  it('has no integer beyond 2^53 for a point in time, because no client could convert it', () => {
    const schema = { type: 'integer', format: 'int64', description: 'POSIX timestamp of the event.' };
    const filling = { schemas: new Map(), sentinels: createSentinels(), path: [], vary: 'large-integers' } as const;
    expect(fillSchema(schema, filling)).toBeLessThan(2 ** 53);
  });
});

function sample(document: JsonSchema, full: boolean): Json | undefined {
  const wish = { label: 'x', random: createRandom(1, ['x']), schemas: registry(document), profile: 'p', full };
  return sampleValue({ $ref: ID }, wish);
}

function registry(document: JsonSchema) {
  return new Map([[ID, isJsonObject(document) ? absoluteRefs(document, ID) : document]]);
}

function errorsOf(document: JsonSchema, value: Json): readonly unknown[] {
  const ajv = new Ajv2020({ strict: false, logger: false });
  formats.default(ajv);
  return ajv.validate(document, value) ? [] : (ajv.errors ?? []);
}

/** Makes schemas with references to their own definitions. Some references are circular. */
function documents(): fc.Arbitrary<JsonObject> {
  const { schema } = fc.letrec<{ schema: JsonObject; leaf: JsonObject; node: JsonObject }>((tie) => ({
    schema: fc.oneof({ maxDepth: 4, withCrossShrink: true }, tie('leaf'), tie('node')),
    leaf: fc.oneof(
      texts(),
      numbers(),
      fc.constant({ type: 'boolean' }),
      choices(),
      fc.constant({ $ref: REF }),
      formatsOf(),
    ),
    node: fc.oneof(
      objects(tie('schema')),
      lists(tie('schema')),
      fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
      fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((oneOf) => ({ oneOf })),
      fc.tuple(objects(tie('schema')), objects(tie('schema'))).map(([a, b]) => ({ allOf: [a, b] })),
      fc.tuple(texts(), texts()).map(([a, b]) => ({ allOf: [a, b] })),
      fc.tuple(objects(tie('schema')), objects(tie('schema')), objects(tie('schema'))).map(([a, b, c]) => ({
        type: 'object',
        if: a,
        // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema is meant
        then: b,
        else: c,
      })),
    ),
  }));
  return fc.tuple(schema, schema).map(([root, tree]) => ({
    type: 'object',
    properties: { root, more: { $ref: REF } },
    required: ['root'],
    $defs: { tree: { type: 'object', properties: { left: { $ref: REF }, right: { $ref: REF }, value: tree } } },
  }));
}

const REF = `#/$defs/tree`;

function texts(): fc.Arbitrary<JsonObject> {
  const pattern = fc.constantFrom(
    '^[a-z]{3}$',
    '^(ab|cd)+$',
    String.raw`^\d{2}-\d{4}$`,
    '^[^x]*$',
    'b',
    '^(?!z)[a-z]+$',
  );
  return fc
    .record({ minLength: fc.nat(6), maxLength: fc.integer({ min: 4, max: 30 }), pattern }, { requiredKeys: [] })
    .map((keywords) => ({ type: 'string', ...keywords }));
}

function formatsOf(): fc.Arbitrary<JsonObject> {
  const names = [
    'date-time',
    'date',
    'time',
    'uuid',
    'email',
    'uri',
    'hostname',
    'ipv4',
    'ipv6',
    'duration',
    'byte',
    'iso-time',
  ];
  const format = fc.constantFrom(
    ...names,
    'uri-template',
    'json-pointer',
    'relative-json-pointer',
    'regex',
    'not-a-format',
  );
  return fc
    .record({ format, maxLength: fc.integer({ min: 5, max: 80 }) }, { requiredKeys: ['format'] })
    .map((keywords) => ({
      type: 'string',
      ...keywords,
    }));
}

function numbers(): fc.Arbitrary<JsonObject> {
  const bound = fc.integer({ min: -20, max: 20 }).map((tenths) => tenths / 4);
  const limits = { minimum: bound, maximum: bound, exclusiveMinimum: bound, exclusiveMaximum: bound };
  return fc
    .tuple(
      fc.constantFrom('integer', 'number'),
      fc.record({ ...limits, multipleOf: fc.constantFrom(1, 2, 3, 0.5, 0.1) }, { requiredKeys: [] }),
    )
    .map(([type, keywords]) => ({ type, ...keywords }));
}

function choices(): fc.Arbitrary<JsonObject> {
  const value = fc.constantFrom<Json>('a', 'b', 1, 2.5, true, null, { a: 1 }, [1]);
  return fc.oneof(
    fc.uniqueArray(value, { minLength: 1, maxLength: 3 }).map((values) => ({ enum: values })),
    value.map((fixed) => ({ const: fixed })),
  );
}

function objects(inner: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> {
  const name = fc.constantFrom('a', 'b', 'c', 'd1');
  return fc
    .record(
      {
        properties: fc.dictionary(name, inner, { maxKeys: 3 }),
        required: fc.uniqueArray(name, { maxLength: 2 }),
        additionalProperties: fc.oneof(fc.boolean(), inner),
        patternProperties: inner.map((schema) => ({ '^d[0-9]$': schema })),
        minProperties: fc.nat(3),
        maxProperties: fc.integer({ min: 2, max: 5 }),
        propertyNames: fc.constant({ pattern: '^[a-z]' }),
        dependentRequired: fc.constant({ a: ['b'] }),
        not: fc.constant({ required: ['z'] }),
      },
      { requiredKeys: ['properties'] },
    )
    .map((keywords): JsonObject => ({ type: 'object', ...keywords }));
}

function lists(inner: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> {
  return fc
    .record(
      {
        items: inner,
        prefixItems: fc.array(inner, { minLength: 1, maxLength: 2 }),
        minItems: fc.nat(3),
        maxItems: fc.integer({ min: 1, max: 4 }),
        uniqueItems: fc.boolean(),
        contains: inner,
      },
      { requiredKeys: ['items'] },
    )
    .map((keywords): JsonObject => ({ type: 'array', ...keywords }));
}
