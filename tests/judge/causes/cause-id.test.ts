import { describe, expect, it } from 'vitest';
import { causeId } from '../../../src/judge/causes/cause-id.ts';

describe('the id of a cause', () => {
  it('begins with the kind and omits an unknown operation', () => {
    expect(causeId('server-error', ['nul', null, undefined, '', '5xx'])).toBe('server-error/nul/5xx');
  });

  it('writes a pointer without its first slash', () => {
    expect(causeId('response-field-missing', ['row', '/owner/name'])).toBe('response-field-missing/row/owner/name');
  });

  it('distinguishes parts that differ only in special characters', () => {
    expect(causeId('value-mismatch', ['a b'])).not.toBe(causeId('value-mismatch', ['a:b']));
  });

  it('stays short for a long part', () => {
    expect(causeId('value-mismatch', ['x'.repeat(500)]).length).toBeLessThan(80);
  });

  it('contains no character that is special in YAML or a shell', () => {
    expect(causeId('field-undeclared', ['# {a}: "b" & $(c)'])).toMatch(/^[\w.*+/~-]+$/);
  });
});
