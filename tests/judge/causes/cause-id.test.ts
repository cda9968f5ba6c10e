import { describe, expect, it } from 'vitest';
import { causeId } from '../../../src/judge/causes/cause-id.ts';

describe('the id of a cause', () => {
  it('begins with the kind and leaves out what is not a known operation', () => {
    expect(causeId('server-error', ['nul', null, undefined, '', '5xx'])).toBe('server-error/nul/5xx');
  });

  it('writes a pointer without its first slash', () => {
    expect(causeId('response-field-missing', ['row', '/owner/name'])).toBe('response-field-missing/row/owner/name');
  });

  it('tells parts apart that read alike', () => {
    expect(causeId('value-mismatch', ['a b'])).not.toBe(causeId('value-mismatch', ['a:b']));
  });

  it('stays short for a long part', () => {
    expect(causeId('value-mismatch', ['x'.repeat(500)]).length).toBeLessThan(80);
  });

  it('has no character that YAML or a shell acts on', () => {
    expect(causeId('field-undeclared', ['# {a}: "b" & $(c)'])).toMatch(/^[\w.*+/~-]+$/);
  });
});
