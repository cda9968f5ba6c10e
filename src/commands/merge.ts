import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Io } from '../app/io.ts';
import { userError } from '../lib/error.ts';
import { plural } from '../lib/plural.ts';
import { checkReplaceable, isRecording } from '../recording/check-replaceable.ts';
import { openLineSink } from '../recording/line-sink.ts';
import { mergeRecordings } from '../recording/merge-recordings.ts';
import { formatEntry } from '../recording/recording-line.ts';

/** Merges the recordings of several shards into a recording for `parity judge`. */
export async function merge(out: string, recordings: readonly string[], io: Io): Promise<number> {
  const file = resolve(io.cwd, out);
  const inputs = recordings.map((recording) => resolve(io.cwd, recording));
  if (inputs.includes(file))
    throw userError('file-repeated', `cannot write to ${out}, because it is one of the recordings to merge`, {
      hint: 'Choose another file to write.',
    });
  await checkReplaceable(file, { name: out, kind: 'a recording', isKind: isRecording });
  const part = `${file}.part`;
  await mkdir(dirname(file), { recursive: true });
  const scenarios = await writeMerged(part, inputs);
  await rename(part, file);
  io.out(`${out}: ${plural(scenarios, 'scenario')} of ${plural(recordings.length, 'recording')}\n`);
  return 0;
}

/** Returns the number of scenarios, or removes the file if the recordings cannot be merged. */
async function writeMerged(part: string, inputs: readonly string[]): Promise<number> {
  const sink = openLineSink(part, 'w');
  let scenarios = 0;
  try {
    for await (const entry of mergeRecordings(inputs)) {
      if (entry.kind === 'scenario') scenarios++;
      sink.write([formatEntry(entry)]);
    }
  } catch (error) {
    sink.close();
    await rm(part, { force: true });
    throw error;
  }
  sink.close();
  return scenarios;
}
