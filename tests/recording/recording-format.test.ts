import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readRecording } from '../../src/recording/read-recording.ts';
import { formatEntry } from '../../src/recording/recording-line.ts';
import { aRun } from '../gate/builders.ts';

async function read(format: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'parity-format-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'recording.jsonl');
  writeFileSync(file, `${formatEntry({ ...aRun(), format: format as 1 })}\n`); // a cast is needed, because the type allows only the number 1
  let count = 0;
  for await (const entries of readRecording(file)) count += entries.length;
  return count;
}

it('reads a recording of format 1', async () => {
  expect(await read(1)).toBe(1);
});

it('rejects a recording of another format, and names the command that records it again', async () => {
  const refused = {
    code: 'recording-invalid',
    hint: expect.stringContaining('Record the run again with `parity run`'),
  };
  await expect(read(0)).rejects.toMatchObject(refused);
});
