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

/** The file to which a run writes its entries. */
export interface RecordingWriter {
  readonly file: string;
  /**
   * Writes an entry. When the call returns, the operating system has the data. Throws if the file cannot be written;
   * `onEntries` is still called.
   */
  write(entry: RecordingEntry): void;
  /** Closes the recording and renames the file to its final name. */
  close(): Promise<void>;
}

interface RecordingOptions {
  readonly file: string;
  /**
   * Id of the run. Two runs may write to the same file at the same time without mixing their entries. The run that ends
   * last replaces the file.
   */
  readonly run: string;
  readonly redactor: Redactor;
  /** Receives the redacted entries as they are written, in order and in batches. */
  readonly onEntries?: (entries: readonly RecordingEntry[]) => void;
}

/**
 * Appends to `<file>.<run>.part`, which is renamed when it is closed. Secrets are redacted before writing.
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
