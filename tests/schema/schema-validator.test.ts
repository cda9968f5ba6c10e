import { describe, expect, it } from 'vitest';
import type { Json, JsonSchema } from '../../src/model/json.ts';
import { createSchemaValidator } from '../../src/schema/schema-validator.ts';
import { createUndeclaredWalk } from '../../src/schema/undeclared-members.ts';

const LAST = 'parity:///schemas/last.yaml';
const NODE = 'parity:///schemas/node.yaml';

describe('validation of integers beyond 2^53', () => {
  const BIG = 9007199254740993n;
  const errorsOf = (schema: JsonSchema, value: unknown) => createSchemaValidator(new Map()).errors(schema, value);

  it.each<[JsonSchema, unknown]>([
    [{ type: 'integer' }, BIG],
    [{ maximum: BIG }, BIG],
    [{ minimum: -(2n ** 63n), maximum: 2n ** 63n - 1n }, 2n ** 63n - 1n],
    [{ maximum: 2n ** 63n - 1n }, 5],
    [{ exclusiveMinimum: BIG - 1n }, BIG],
    [{ multipleOf: 3 }, BIG * 3n],
    [{ enum: [BIG, null] }, BIG],
    [{ const: { id: BIG } }, { id: BIG }],
    [{ uniqueItems: true }, [BIG, BIG - 1n]],
    [{ properties: { id: { anyOf: [{ const: BIG }, { type: 'null' }] } } }, { id: BIG }],
    [{ pattern: 'x', minLength: 9 }, BIG],
  ])('%o allows %o', (schema, value) => {
    expect(errorsOf(schema, value)).toEqual([]);
  });

  it.each<[JsonSchema, unknown]>([
    [{ type: 'string' }, BIG],
    [{ maximum: BIG - 1n }, BIG],
    [{ minimum: BIG }, BIG - 1n],
    [{ exclusiveMaximum: BIG }, BIG],
    [{ maximum: 2n ** 63n - 1n }, 2n ** 63n],
    [{ multipleOf: 2 }, BIG],
    [{ enum: [BIG - 1n] }, BIG],
    [{ const: { id: BIG } }, { id: BIG - 1n }],
    [{ uniqueItems: true }, [BIG, BIG]],
    [{ properties: { id: { anyOf: [{ const: BIG }, { type: 'null' }] } } }, { id: BIG - 1n }],
  ])('%o does not allow %o', (schema, value) => {
    expect(errorsOf(schema, value)).toHaveLength(1);
  });

  it('compares exact values in a referenced schema too', () => {
    const validator = createSchemaValidator(new Map([[LAST, { items: { maximum: BIG } }]]));
    expect(validator.errors({ $ref: LAST }, [BIG])).toEqual([]);
    expect(validator.errors({ $ref: LAST }, [1, BIG + 1n])[0]?.instancePath).toBe('/1');
  });
});

describe('validation with bounds', () => {
  it.each<[string, JsonSchema]>([
    ['anyOf', { anyOf: ['x', 'y', 'z'].map((name) => branch(name)) }],
    ['oneOf', { oneOf: ['x', 'y', 'z'].map((name) => branch(name)) }],
  ])('ends for a deeply nested value if every branch of %s is recursive', (_keyword, node) => {
    const { validator, walk } = tools(node);
    const value = nested(60);
    expect(validator.errors({ $ref: NODE }, value)).not.toEqual([]);
    expect(walk({ $ref: NODE }, value)).toEqual([]);
  });

  it('ends if allOf leads to the same member twice', () => {
    const twice = { properties: { a: { $ref: NODE } } };
    const { validator, walk } = tools({ allOf: [twice, { ...twice, type: 'object' }] });
    expect(validator.errors({ $ref: NODE }, nested(60))).toEqual([]);
    expect(walk({ $ref: NODE }, nested(60))).toEqual([]);
  });

  it('reports a value that is nested more deeply than the stack allows', () => {
    const { validator } = tools({ properties: { a: { $ref: NODE } } });
    const [error] = validator.errors({ $ref: NODE }, nested(200_000));
    expect(error?.message).toContain('less nesting');
  });

  it('validates a value by a chain of 1,250 references', () => {
    const ids = Array.from({ length: 1250 }, (_, index) => `parity:///schemas/s${index}.yaml`);
    const schemas = new Map<string, JsonSchema>(
      ids.map((id, index): [string, JsonSchema] => [id, { $ref: ids[index + 1] ?? LAST }]),
    ).set(LAST, { type: 'string' });
    const validator = createSchemaValidator(schemas);
    expect(validator.errors({ $ref: ids[0] ?? '' }, 'a')).toEqual([]);
    expect(validator.errors({ $ref: ids[0] ?? '' }, 1)).toHaveLength(1);
  });

  it('validates a value by a cycle of 1,250 schemas', () => {
    const ids = Array.from({ length: 1250 }, (_, index) => `parity:///schemas/s${index}.yaml`);
    const schemas = new Map<string, JsonSchema>(
      ids.map((id, index) => [id, { type: 'object', properties: { a: { $ref: ids[(index + 1) % 1250] ?? '' } } }]),
    );
    const validator = createSchemaValidator(schemas);
    expect(validator.errors({ $ref: ids[0] ?? '' }, { a: { a: { a: 1 } } })).toHaveLength(1);
  });

  it('resolves a local reference inside a branch of a schema without an id', () => {
    const schema: JsonSchema = {
      $defs: { text: { type: 'string' } },
      anyOf: [{ $ref: '#/$defs/text' }, { type: 'null' }],
    };
    const { validator } = tools(true);
    expect([validator.errors(schema, 'a'), validator.errors(schema, 1).length]).toEqual([[], 1]);
  });

  it('applies each pattern of a schema to its own member', () => {
    const { validator } = tools(true);
    const schema = { properties: { a: { pattern: '^[a-z]$' }, b: { pattern: '^[0-9]$' } } };
    expect(validator.errors(schema, { a: 'x', b: '1' })).toEqual([]);
    expect(validator.errors(schema, { a: '1', b: 'x' })).toHaveLength(2);
  });

  it('compares many items in linear time', () => {
    const { validator } = tools(true);
    const list = Array.from({ length: 60_000 }, (_, index) => ({ b: index, a: 'x' }));
    const schema = { type: 'array', uniqueItems: true };
    expect(validator.errors(schema, list)).toEqual([]);
    expect(validator.errors(schema, [...list, { a: 'x', b: 7 }]).map(({ keyword }) => keyword)).toEqual([
      'uniqueItems',
    ]);
  });

  it.each<[Json, number]>([
    [[1, '1', true, 'true', null, 'null', [1], ['1'], {}, []], 0],
    [
      [
        { a: 1, b: { c: 2, d: 3 } },
        { b: { d: 3, c: 2 }, a: 1 },
      ],
      1,
    ],
    [
      [
        [1, 2],
        [2, 1],
      ],
      0,
    ],
  ])('compares items for equality as JSON Schema does: %j', (list, count) => {
    expect(tools(true).validator.errors({ uniqueItems: true }, list)).toHaveLength(count);
  });
});

function branch(name: string): JsonSchema {
  return { type: 'object', properties: { a: { $ref: NODE } }, required: [name] };
}

function tools(node: JsonSchema) {
  const schemas = new Map<string, JsonSchema>([[NODE, node]]);
  const validator = createSchemaValidator(schemas);
  const accepts = (schema: JsonSchema, value: unknown) => validator.errors(schema, value).length === 0;
  return { validator, walk: createUndeclaredWalk({ schemas, accepts }) };
}

function nested(depth: number): Json {
  let value: Json = {};
  for (let level = 0; level < depth; level++) value = { a: value };
  return value;
}
