import { describe, expect, it } from 'vitest';
import type { RecordingEntry } from '../../src/model/exchange.ts';
import { openRecordingWriter } from '../../src/recording/recording-writer.ts';
import { createRedactor } from '../../src/recording/redaction/create-redactor.ts';
import { call } from '../plan/builders.ts';
import { runOn, temporaryFolder } from './run-on.ts';
import { serve } from './servers.ts';
import { create, deletions, things } from './things.ts';

describe('an internal error in a step', () => {
  it('is thrown after everything is deleted and the end is recorded, and no further scenario starts', async () => {
    const server = await serve(things());
    const entries: RecordingEntry[] = [];
    const redactor = createRedactor({ values: new Map(), patterns: [], fields: [], salt: 's' });
    const onEntries = async (piece: readonly RecordingEntry[]) => void entries.push(...piece);
    const file = `${await temporaryFolder()}/run.jsonl`;
    const record = await openRecordingWriter({ file, run: 'abc123', redactor, onEntries });
    const broken = {
      ...redactor,
      addSecret: (secret: string) => {
        if (secret === 'breaks') throw new Error('a bug');
        redactor.addSecret(secret);
      },
    };
    const breaks = call({ id: 'breaks', auth: { kind: 'api_key', credential: { secret: 'breaks' } } });
    const running = runOn(server.origin, {
      scenarios: [
        { name: 'first', steps: [create('a'), breaks] },
        { name: 'second', steps: [create('b')] },
      ],
      options: { redactor: broken, record, concurrency: 1 },
    });
    await expect(running).rejects.toThrow('a bug');
    await record.close();
    expect(deletions(server.seen)).toEqual(['/things/a']);
    const states = entries.flatMap((entry) => (entry.kind === 'scenario' ? entry.steps : [])).map(({ state }) => state);
    expect(states).toEqual(['exercised', 'blocked', 'exercised', 'blocked']);
    expect(entries.at(-1)).toMatchObject({ kind: 'end', created: 1, removed: 1 });
  });
});
