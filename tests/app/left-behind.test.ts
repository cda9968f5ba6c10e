import { describe, expect, it } from 'vitest';
import { describeJournal } from '../../src/app/left-behind.ts';
import type { FoundJournal } from '../../src/recording/journal.ts';

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
  it('is listed, each thing with its reason', () => {
    const lines = describeJournal(journal(2)).trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('left 2 behind on local');
  });

  it('is counted beyond the first twenty things, with the file that has all', () => {
    const lines = describeJournal(journal(1144)).trimEnd().split('\n');
    expect(lines).toHaveLength(22);
    expect(lines.at(-1)).toBe('  … and 1124 more, all in reports/abc.journal.jsonl');
  });
});
