import { spawn } from 'node:child_process';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findJournals, openJournal } from '../../src/recording/journal.ts';
import { createRedactor } from '../../src/recording/redaction/create-redactor.ts';
import { temporaryFolder } from '../run/run-on.ts';

const START = { run: 'abc123', target: { name: 'local', origin: 'http://127.0.0.1:1' } };
const THING = { madeBy: 's/a/made', operation: 'things.delete', with: { thing_id: 't1' }, reason: 'left', as: 'main' };

function redactor(secrets: readonly string[] = []) {
  const values = new Map(secrets.map((secret) => [secret, secret]));
  return createRedactor({ values, patterns: [], fields: [], salt: 'salt' });
}

async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '0']);
  await new Promise((resolve) => child.once('exit', resolve));
  return child.pid ?? 0;
}

describe('a journal', () => {
  it('is on disk before the call returns, and lists the items that were not removed', async () => {
    const folder = await temporaryFolder();
    const journal = openJournal(folder, START, redactor());
    journal.note('s/a/made', { ...THING, reason: 'it may exist' });
    expect(await readFile(join(folder, 'abc123.journal.jsonl'), 'utf8')).toContain('it may exist');
    journal.settle('s/a/made');
    journal.note('t1', THING);
    journal.note('t2', { ...THING, with: { thing_id: 't2' } });
    journal.settle('t2');
    expect(await findJournals(folder)).toMatchObject([{ ...START, left: [THING] }]);
    journal.close(false);
  });

  it('is deleted if the run ended normally and no item is left', async () => {
    const folder = await temporaryFolder();
    openJournal(folder, START, redactor()).close(true);
    expect(await findJournals(folder)).toEqual([]);
    openJournal(folder, START, redactor()).close(false);
    expect(await findJournals(folder)).toHaveLength(1);
  });

  it('contains no secret', async () => {
    const folder = await temporaryFolder();
    const journal = openJournal(folder, START, redactor(['sesame-0123']));
    journal.note('t1', { ...THING, with: { thing_id: 't1', key: 'sesame-0123' } });
    expect(await readFile(join(folder, 'abc123.journal.jsonl'), 'utf8')).not.toContain('sesame-0123');
    journal.close(true);
  });

  it('counts as in progress only while the process of its run exists', async () => {
    const folder = await temporaryFolder();
    const journal = openJournal(folder, START, redactor());
    expect(await findJournals(folder)).toMatchObject([{ inProgress: true }]);
    journal.close(true);
    const line = { journal: 1, ...START, pid: await deadPid(), host: hostname(), began: '1' };
    await writeFile(join(folder, 'dead.journal.jsonl'), `${JSON.stringify(line)}\n`);
    expect(await findJournals(folder)).toMatchObject([{ inProgress: false }]);
  });

  it('does not count as in progress if a new process has the same process id', async () => {
    const folder = await temporaryFolder();
    const line = { journal: 1, ...START, pid: process.pid, host: hostname(), began: 'another time' };
    await writeFile(join(folder, 'dead.journal.jsonl'), `${JSON.stringify(line)}\n`);
    expect(await findJournals(folder)).toMatchObject([{ inProgress: false }]);
  });

  it('counts as in progress if another machine wrote it', async () => {
    const folder = await temporaryFolder();
    const line = { journal: 1, ...START, pid: 1, host: 'elsewhere', began: '1' };
    await writeFile(join(folder, 'other.journal.jsonl'), `${JSON.stringify(line)}\n`);
    expect(await findJournals(folder)).toMatchObject([{ inProgress: true }]);
  });

  it('is read without an incomplete last line', async () => {
    const folder = await temporaryFolder();
    const journal = openJournal(folder, START, redactor());
    journal.note('t1', THING);
    await appendFile(join(folder, 'abc123.journal.jsonl'), '{"key":"t1');
    expect((await findJournals(folder))[0]?.left).toHaveLength(1);
    journal.close(true);
  });
});
