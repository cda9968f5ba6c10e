import { describe, expect, it } from 'vitest';
import { findSharedMember } from '../../../src/judge/readers/shared-schema.ts';
import type { JsonSchema } from '../../../src/model/json.ts';

const NODE = 'parity:///schemas/node.yaml';

describe('the shared schema of a member', () => {
  it('is the one that the last reference names', () => {
    const schemas = new Map<string, JsonSchema>([[NODE, { properties: { name: { type: 'string' } } }]]);
    const list = { properties: { rows: { items: { $ref: NODE } } } };
    expect(findSharedMember(list, '/rows/3/name', schemas)).toEqual({ ref: NODE, names: ['name'] });
  });

  it('is found 60 levels deep where every branch of a choice recurs', () => {
    const branch = (name: string) => ({ properties: { a: { $ref: NODE } }, required: [name] });
    const schemas = new Map<string, JsonSchema>([[NODE, { anyOf: [branch('x'), branch('y'), branch('z')] }]]);
    const found = findSharedMember({ $ref: NODE }, '/a'.repeat(60), schemas);
    expect(found).toMatchObject({ ref: NODE });
  });
});
