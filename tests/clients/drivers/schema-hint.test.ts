import { describe, expect, it } from 'vitest';
import { parametersOf } from '../../../src/clients/drivers/mcp/schema-hint.ts';
import type { Json } from '../../../src/model/json.ts';

const text = { kind: 'string' };

function only(property: Json, more: { readonly [key: string]: Json } = {}) {
  return parametersOf({ type: 'object', properties: { a: property }, ...more })[0];
}

describe('a property of a tool', () => {
  it.each<[string, Json, unknown, string]>([
    ['text', { type: 'string' }, text, 'string'],
    ['a date-time, which is text in JSON', { type: 'string', format: 'date-time' }, text, 'string (date-time)'],
    ['a number with limits', { type: 'integer', minimum: 1, maximum: 5 }, { kind: 'integer' }, 'integer 1..5'],
    ['a choice', { enum: ['a', 1] }, { kind: 'literal', values: ['a', 1] }, '"a" | 1'],
    ['a constant', { const: 'a' }, { kind: 'literal', values: ['a'] }, '"a"'],
    ['a list', { type: 'array', items: { type: 'string' } }, { kind: 'list', of: text }, 'array of string'],
    ['a map', { type: 'object', additionalProperties: { type: 'string' } }, { kind: 'map', of: text }, 'map of string'],
    ['any object', { type: 'object' }, { kind: 'map', of: { kind: 'any' } }, 'object'],
    ['several types', { type: ['string', 'null'] }, { kind: 'union', of: [text, { kind: 'null' }] }, 'string | null'],
    [
      'alternatives',
      { anyOf: [{ type: 'string' }, { type: 'null' }] },
      { kind: 'union', of: [text, { kind: 'null' }] },
      'string | null',
    ],
    [
      'alternatives of one kind',
      { oneOf: [{ type: 'string' }, { type: 'string', format: 'uri' }] },
      text,
      'string | string (uri)',
    ],
    ['whatever', true, { kind: 'any' }, 'any'],
  ])('can be %s', (_title, schema, type, declared) => {
    expect(only(schema)).toEqual({ name: 'a', required: false, type, declared });
  });

  it('can be an object with declared members', () => {
    const schema = { type: 'object', title: 'Plan', required: ['at'], properties: { at: { type: 'string' } } };
    expect(only(schema)).toMatchObject({
      declared: 'object {at}',
      type: { kind: 'object', class: 'Plan', fields: [{ name: 'at', required: true, type: text }] },
    });
  });

  it('is required if the schema says so, and has the default of the schema', () => {
    expect(only({ type: 'string', default: 'x' }, { required: ['a'] })).toMatchObject({ required: true, default: 'x' });
  });

  it('can be defined under $defs', () => {
    expect(only({ $ref: '#/$defs/x~1y' }, { $defs: { 'x/y': { type: 'string' } } })?.type).toEqual(text);
  });

  it('becomes `any` where a schema contains itself', () => {
    const node = { type: 'object', properties: { next: { $ref: '#/$defs/node' } } };
    expect(JSON.stringify(only({ $ref: '#/$defs/node' }, { $defs: { node } }))).toContain('{"kind":"any"}');
  });

  it('can be combined from several schemas', () => {
    const base = { type: 'object', required: ['b'], properties: { b: { type: 'string' } } };
    const schema = { allOf: [{ $ref: '#/$defs/base' }], properties: { c: { type: 'string' } } };
    expect(only(schema, { $defs: { base } })?.type).toMatchObject({
      kind: 'object',
      fields: [
        { name: 'b', required: true },
        { name: 'c', required: false },
      ],
    });
  });
});
