import { mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { userError } from '../lib/error.ts';
import { errorMessage } from '../lib/error-text.ts';
import type { RecordingEntry } from '../model/exchange.ts';
import { checkReplaceable, isRecording } from './check-replaceable.ts';
import { openLineSink } from './line-sink.ts';
import { formatEntry } from './recording-line.ts';
import type { Redactor } from './redaction/create-redactor.ts';
import { redactEntry } from './redaction/redact-entry.ts';

export interface RecordingWriter {
  readonly file: string;
  /**
   * Returns after the operating system has the data. If the file cannot be written, calls `onEntries` before it throws.
   */
  write(entry: RecordingEntry): void;
  close(): Promise<void>;
}

interface RecordingOptions {
  readonly file: string;
  /** Each run writes its own part file, so two runs can write the same recording at the same time. The run that ends last wins. */
  readonly run: string;
  readonly redactor: Redactor;
  readonly onEntries?: (entries: readonly RecordingEntry[]) => void;
}

/** Writes `<file>.<run>.part`, which `close` renames to `<file>`. Throws output-misplaced or recording-unwritable. */
export async function openRecordingWriter(options: RecordingOptions): Promise<RecordingWriter> {
  const { file, run, redactor, onEntries } = options;
  const part = `${file}.${run}.part`;
  await checkReplaceable(file, { name: file, kind: 'a recording', isKind: isRecording });
  await inFile(file, () => mkdir(dirname(file), { recursive: true }));
  const sink = openLineSink(part, 'wx');
  let isBroken = false;
  return {
    file,
    write: (entry) => {
      const safe = redactEntry(entry, redactor);
      try {
        if (!isBroken) sink.write([formatEntry(safe)]);
      } catch (error) {
        isBroken = true;
        throw error;
      } finally {
        onEntries?.([safe]);
      }
    },
    close: async () => {
      sink.close();
      await inFile(file, () => rename(part, file));
    },
  };
}

async function inFile(file: string, act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    throw userError('recording-unwritable', `cannot write ${file}: ${errorMessage(error)}`, {
      exitCode: 3,
      hint: 'Choose a writable folder.',
    });
  }
}
