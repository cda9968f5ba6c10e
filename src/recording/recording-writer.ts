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
  /** Calls `onEntries` even if the file cannot be written. */
  write(entry: RecordingEntry): void;
  close(): Promise<void>;
}

interface RecordingOptions {
  readonly file: string;
  /** Two runs can write the same recording at the same time, because each has its own part file. */
  readonly run: string;
  readonly redactor: Redactor;
  readonly onEntries?: (entries: readonly RecordingEntry[]) => void;
}

/**
 * Writes `<file>.<run>.part`. The method `close` renames this file to `<file>`.
 * @throws output-misplaced, recording-unwritable
 */
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
