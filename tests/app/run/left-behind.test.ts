import { describe, expect, it } from 'vitest';
import { describeJournal, summarizeJournal } from '../../../src/app/run/left-behind.ts';
import type { FoundJournal } from '../../../src/recording/journal.ts';

function journal(count: number): FoundJournal {
  const left = Array.from({ length: count }, (_, at) => ({
    ...{
      key: `k${at}`,
      madeBy: 'things/a/made',
      operation: 'things.delete',
      with: { id: at },
      reason: 'it is still there',
    },
  }));
  const start = { run: 'abc', target: { name: 'local', origin: 'http://127.0.0.1:1' } };
  return { ...start, file: 'reports/abc.journal.jsonl', inProgress: false, left } as unknown as FoundJournal;
}

describe('what an earlier run left behind', () => {
  it('is listed by a dry run, each item with its reason', () => {
    const lines = describeJournal(journal(2)).trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('left 2 items behind on local');
  });

  it('is listed by operation before a run: the ids of up to 20 items, and the file that contains all items', () => {
    const ids = Array.from({ length: 20 }, (_, at) => at).join(', ');
    expect(summarizeJournal(journal(1144)).trimEnd().split('\n')).toEqual([
      'parity: run abc left 1144 items behind on local (http://127.0.0.1:1):',
      `  things.delete ${ids} and 1124 more, all in reports/abc.journal.jsonl`,
    ]);
    expect(summarizeJournal(journal(2)).trimEnd().split('\n').at(-1)).toBe('  things.delete 0, 1');
  });

  it('is shortened if the fields of a call are long', () => {
    const [item] = journal(1).left;
    const long = { ...journal(1), left: [{ ...item, with: { text: 'x'.repeat(1000) } }] } as FoundJournal;
    expect(summarizeJournal(long).trimEnd().split('\n').at(-1)).toBe(`  things.delete ${'x'.repeat(79)}…`);
  });
});
