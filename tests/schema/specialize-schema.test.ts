import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../../src/model/json.ts';
import { specializeRegistry, specializeSchema } from '../../src/schema/specialize-schema.ts';

const base: JsonSchema = {
  properties: { a: { type: 'string', profiles: ['full'] }, b: { type: 'string' }, profiles: { type: 'array' } },
  required: ['a', 'b', 'profiles'],
};

describe('a schema for one profile', () => {
  it('omits properties of other profiles from properties and required', () => {
    expect(specializeSchema(base, { profile: 'lite', schemas: new Map() })).toEqual({
      properties: { b: { type: 'string' }, profiles: { type: 'array' } },
      required: ['b', 'profiles'],
    });
  });

  it('keeps properties of the profile, without the keyword profiles', () => {
    const mine = specializeSchema(base, { profile: 'full', schemas: new Map() });
    expect(mine).toMatchObject({ properties: { a: { type: 'string' } }, required: ['a', 'b', 'profiles'] });
    expect(JSON.stringify(mine)).not.toContain('full');
  });

  it('omits a member from required if a referenced sibling schema omits the member', () => {
    const schemas = new Map([['parity:///base.yaml', base]]);
    const joined: JsonSchema = { allOf: [{ $ref: 'parity:///base.yaml' }, { required: ['a', 'b'] }], required: ['a'] };
    expect(specializeSchema(joined, { profile: 'lite', schemas })).toEqual({
      allOf: [{ $ref: 'parity:///base.yaml' }, { required: ['b'] }],
      required: [],
    });
  });

  it('is changed inside items, branches and definitions, but not inside examples', () => {
    const deep = { items: base, anyOf: [base], $defs: { x: base }, enum: [{ properties: base }] };
    const made = specializeSchema(deep, { profile: 'lite', schemas: new Map() });
    expect(JSON.stringify(made).match(/"a"/g)).toHaveLength(2);
  });
});

it('makes the references in a registry absolute', () => {
  const registry = specializeRegistry(
    new Map([['parity:///x.yaml', { $ref: '#/$defs/y', $defs: { y: true } }]]),
    'full',
  );
  expect(registry.get('parity:///x.yaml')).toMatchObject({ $ref: 'parity:///x.yaml#/$defs/y' });
});
