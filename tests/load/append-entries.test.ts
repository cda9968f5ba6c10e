import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { appendEntries } from '../../src/load/append-entries.ts';
import { isJsonObject } from '../../src/model/json.ts';

const NEW = [{ where: 'staging', cause: 'server-error/nul/5xx' }];

function entriesOf(text: string): readonly unknown[] {
  const file: unknown = parse(text);
  return ((isJsonObject(file) ? file.entries : file) as readonly unknown[] | null) ?? []; // safe cast: a ledger is a list of entries, an object with `entries`, or empty
}

describe('entries that are appended to a ledger', () => {
  it.each([
    ['no file', null],
    ['an empty file', ''],
    ['an empty list', '# ours\n[]\n'],
    ['a list', '# ours\n- where: a # note\n  cause: b\n'],
    ['an indented list', '  - where: a\n    cause: b\n'],
    ['a list in brackets', '[{ where: a, cause: b }]\n'],
    ['a versioned list', '# ours\nformat: 1\nentries:\n  - where: a # note\n    cause: b\n'],
    ['an empty versioned list', 'format: 1\nentries: []\n'],
    ['a file without a line end', '- where: a\n  cause: b'],
  ])('are added at the end of %s', (_, text) => {
    expect(entriesOf(appendEntries(text, NEW))).toEqual([...entriesOf(text ?? ''), ...NEW]);
  });

  it('leave comments and order unchanged', () => {
    const text = '# ours\n- where: a # note\n  cause: b\n';
    expect(appendEntries(text, NEW)).toBe(`${text}- where: staging\n  cause: server-error/nul/5xx\n`);
  });

  it('add the version of the format if there was no entry', () => {
    const entry = '  - where: staging\n    cause: server-error/nul/5xx\n';
    expect(appendEntries('# ours\n[]\n', NEW)).toBe(`# ours\nformat: 1\nentries:\n${entry}`);
  });
});
