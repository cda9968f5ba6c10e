import { describe, expect, it } from 'vitest';
import type { RecordingEntry } from '../../src/model/exchange.ts';
import { createEntryQueue, type EntryQueue } from '../../src/recording/entry-queue.ts';
import { anExchange, aRunEnd, aRunStart } from '../builders.ts';

async function readAll({ entries }: EntryQueue): Promise<readonly RecordingEntry[]> {
  const read: RecordingEntry[] = [];
  for await (const piece of entries) read.push(...piece);
  return read;
}

describe('a queue of entries', () => {
  it('returns entries in order of arrival, before and while it is read', async () => {
    const queue = createEntryQueue();
    queue.push([aRunStart()]);
    const reading = readAll(queue);
    await Promise.resolve();
    queue.push([anExchange('a/b/c')]);
    queue.push([anExchange('a/b/d'), anExchange('a/b/e')]);
    queue.end();
    expect(await reading).toEqual([aRunStart(), anExchange('a/b/c'), anExchange('a/b/d'), anExchange('a/b/e')]);
  });

  it('ends with the last entry of a run', async () => {
    const queue = createEntryQueue();
    queue.push([aRunStart(), aRunEnd()]);
    expect(await readAll(queue)).toEqual([aRunStart(), aRunEnd()]);
  });

  it('ends if no entry has arrived', async () => {
    const queue = createEntryQueue();
    queue.end();
    expect(await readAll(queue)).toEqual([]);
  });

  it('passes on entries without waiting for the end', async () => {
    const queue = createEntryQueue();
    const reader = queue.entries[Symbol.asyncIterator]();
    const first = reader.next();
    queue.push([aRunEnd()]);
    expect(await first).toEqual({ done: false, value: [aRunEnd()] });
  });
});
