import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { appendEntries } from '../../src/load/append-entries.ts';

const NEW = [{ where: 'staging', cause: 'server-error/nul/5xx' }];

describe('entries that are appended to a ledger', () => {
  it.each([
    ['no file', null],
    ['an empty file', ''],
    ['an empty list', '# ours\n[]\n'],
    ['a list', '# ours\n- where: a # note\n  cause: b\n'],
    ['an indented list', '  - where: a\n    cause: b\n'],
    ['a list in brackets', '[{ where: a, cause: b }]\n'],
    ['a file without a line end', '- where: a\n  cause: b'],
  ])('stand at the end of %s', (_, text) => {
    const before = (text === null ? null : (parse(text) as unknown[] | null)) ?? [];
    expect(parse(appendEntries(text, NEW))).toEqual([...before, ...NEW]);
  });

  it('leave comments and order as they are', () => {
    const text = '# ours\n- where: a # note\n  cause: b\n';
    expect(appendEntries(text, NEW)).toBe(`${text}- where: staging\n  cause: server-error/nul/5xx\n`);
  });
});
