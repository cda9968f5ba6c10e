import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RecordingEntry, RunStart } from '../../src/model/exchange.ts';
import { mergeRecordings } from '../../src/recording/merge-recordings.ts';
import { formatEntry } from '../../src/recording/recording-line.ts';
import { anExchange, aRunEnd, aRunStart } from '../builders.ts';
import { scenarioEnd } from '../run/entries.ts';
import { temporaryFolder } from '../run/run-on.ts';

function shard(index: number, scenarios: readonly string[], given: Partial<RunStart> = {}): RecordingEntry[] {
  const start = aRunStart({
    run: `run${index}`,
    shard: { index, total: 2 },
    whole: false,
    narrowed: ['shard'],
    ...given,
  });
  const exchanges = scenarios.flatMap((address) => [anExchange(`${address}/x`), anExchange(`${address}/y`)]);
  const [first, second, ...others] = exchanges;
  // the entries of concurrent scenarios are mixed
  const mixed = [...others, first, second].filter((entry) => entry !== undefined);
  const leftovers = [{ madeBy: `s/${index}/x`, operation: 'things.create', with: {}, reason: 'no' }];
  const ends = scenarios.map((address) => scenarioEnd(address));
  return [start, ...mixed, ...ends, aRunEnd({ created: index, removed: index, leftovers, durationMs: 10 * index })];
}

async function merge(recordings: readonly (readonly RecordingEntry[])[]): Promise<RecordingEntry[]> {
  const folder = await temporaryFolder();
  const files = recordings.map((_, index) => join(folder, `shard-${index}.jsonl`));
  for (const [index, entries] of recordings.entries())
    await writeFile(files[index] ?? '', entries.map((entry) => `${formatEntry(entry)}\n`).join(''));
  const merged: RecordingEntry[] = [];
  for await (const entry of mergeRecordings(files)) merged.push(entry);
  return merged;
}

describe('mergeRecordings', () => {
  it('sorts scenarios by address, and puts the exchanges of a scenario before its end', async () => {
    const merged = await merge([shard(2, ['s/c', 's/a']), shard(1, ['s/d', 's/b'])]);
    const addresses = merged.slice(1, -1).map((entry) => ('address' in entry ? entry.address : entry.kind));
    const expected = ['a', 'b', 'c', 'd'].flatMap((name) => [`s/${name}/x`, `s/${name}/y`, `s/${name}`]);
    expect(addresses).toEqual(expected);
  });

  it('returns the same bytes for any order of the files', async () => {
    const [one, two] = [shard(1, ['s/a']), shard(2, ['s/b'])];
    expect((await merge([two, one])).map(formatEntry)).toEqual((await merge([one, two])).map(formatEntry));
  });

  it('creates a complete recording if every shard is present', async () => {
    const [start] = await merge([shard(1, ['s/a']), shard(2, ['s/b'])]);
    expect(start).toMatchObject({ shard: null, whole: true, run: 'run1+run2' });
    expect(start).not.toHaveProperty('narrowed');
  });

  it('creates an incomplete recording if a shard is missing', async () => {
    const [start] = await merge([shard(1, ['s/a'])]);
    expect(start).toMatchObject({ shard: null, whole: false, narrowed: ['shard'] });
  });

  it('creates an incomplete recording if the runs were also narrowed by a flag', async () => {
    const given: Partial<RunStart> = { narrowed: ['grep', 'shard'] };
    const [start] = await merge([shard(1, ['s/a'], given), shard(2, ['s/b'], given)]);
    expect(start).toMatchObject({ whole: false, narrowed: ['grep'] });
  });

  it('adds up the counts of the end lines', async () => {
    const end = (await merge([shard(1, ['s/a']), shard(2, ['s/b'])])).at(-1);
    expect(end).toMatchObject({ kind: 'end', created: 3, removed: 3, durationMs: 30 });
    expect(end).toMatchObject({ leftovers: [{ madeBy: 's/1/x' }, { madeBy: 's/2/x' }] });
  });

  it('writes no end line if one of the runs was killed', async () => {
    const merged = await merge([shard(1, ['s/a']), shard(2, ['s/b']).slice(0, -1)]);
    expect(merged.at(-1)?.kind).toBe('scenario');
  });

  it.each<[string, Partial<RunStart>, string]>([
    ['other contracts', { contracts: 'beef' }, 'the same contracts'],
    ['another target', { target: { name: 'far', origin: 'http://x', profile: 'hosted' } }, 'the same target'],
    ['another profile', { target: { name: 'local', origin: 'http://x', profile: 'core' } }, 'the same profile'],
    ['another number of shards', { shard: { index: 2, total: 3 } }, 'the same number of shards'],
  ])('rejects %s', async (_title, given, message) => {
    await expect(merge([shard(1, ['s/a']), shard(2, ['s/b'], given)])).rejects.toMatchObject({
      code: 'recordings-unmergeable',
      exitCode: 2,
      message: expect.stringContaining(message),
    });
  });

  it('rejects a scenario that two recordings contain, and names it', async () => {
    await expect(merge([shard(1, ['s/a']), shard(2, ['s/a'])])).rejects.toThrow('s/a');
  });

  it('rejects an empty list of recordings', async () => {
    await expect(merge([])).rejects.toMatchObject({ code: 'recordings-unmergeable' });
  });
});
