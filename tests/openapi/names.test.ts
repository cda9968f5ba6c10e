import { describe, expect, it } from 'vitest';
import { kebabCase, snakeCase } from '../../src/openapi/names.ts';

describe('a name from a document', () => {
  it.each([
    ['listCues', 'list_cues'],
    ['List Cues', 'list_cues'],
    ['a\u0000b\u001b[2J', 'a_b_2_j'],
    ['../../etc/passwd', 'etc_passwd'],
    ['CON', 'con'],
  ])('contains only characters that every file system allows: %j', (text, name) => {
    expect(snakeCase(text)).toBe(name);
  });

  it('is short enough for a file', () => {
    for (const text of ['x'.repeat(5000), 'x_'.repeat(3000), `${'ﬃ'.repeat(400)}`])
      expect([snakeCase(text).length, kebabCase(text).length].every((length) => length <= 100)).toBe(true);
  });

  it('differs for long texts with the same beginning', () => {
    expect(snakeCase(`${'x'.repeat(5000)}a`)).not.toBe(snakeCase(`${'x'.repeat(5000)}b`));
  });
});
