import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTraceJournal } from '../../../src/app/trace/trace-journal.ts';
import type { MethodEntry, TraceEntry } from '../../../src/model/trace.ts';

const SAME = { contracts: 'c', tool: 'wireparity 1', revision: null, profile: 'full' };
const START: TraceEntry = { kind: 'trace', format: 2, client: 'acme', ...SAME };
const lines = (name: string): readonly MethodEntry[] => [
  { kind: 'blocked', method: name, reason: 'r', local: true },
  { kind: 'method', method: { name, parameters: [] } },
];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parity-journal-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the journal of a trace', () => {
  it('has every method on disk as soon as it is traced', async () => {
    const journal = await openTraceJournal(join(folder, 'reports/acme.trace.jsonl'), false);
    journal.keep([START]);
    journal.keep(lines('a'));
    expect(journal.file).toBe(join(folder, 'reports/acme.trace.part.jsonl'));
    expect((await readFile(journal.file, 'utf8')).split('\n')).toHaveLength(4);
    expect(journal.kept()).toBe(1);
    journal.remove();
    expect(existsSync(journal.file)).toBe(false);
  });

  it('returns exactly the methods that an interrupted trace has completed', async () => {
    const file = join(folder, 'acme.trace.jsonl');
    (await openTraceJournal(file, false)).keep([START, ...lines('a'), ...lines('b').slice(0, 1)]);
    expect([...(await openTraceJournal(file, true)).known(SAME).keys()]).toEqual(['a']);
  });

  it('returns nothing without --resume, and nothing if the client has changed', async () => {
    const file = join(folder, 'acme.trace.jsonl');
    (await openTraceJournal(file, false)).keep([START, ...lines('a')]);
    expect((await openTraceJournal(file, false)).known(SAME).size).toBe(0);
    const changed = { ...SAME, revision: { commit: 'x', dirty: false } };
    expect((await openTraceJournal(file, true)).known(changed).size).toBe(0);
  });
});
