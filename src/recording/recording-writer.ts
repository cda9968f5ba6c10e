import { mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorMessage } from '../lib/error-text.ts';
import { environmentError } from '../lib/tagged-error.ts';
import type { RecordingEntry } from '../model/exchange.ts';
import { type LineSink, openLineSink } from './line-sink.ts';
import { formatEntry } from './recording-line.ts';
import type { Redactor } from './redaction/create-redactor.ts';
import { redactEntry } from './redaction/redact-entry.ts';

/** Where a run writes what it saw. */
export interface RecordingWriter {
  readonly file: string;
  /** Resolves when there is room for more; undefined when there is room already. Throws when the file cannot be written. */
  write(entry: RecordingEntry): Promise<void> | undefined;
  /** Writes what waits: the redactor then knows every secret of what was handed over. Resolves and throws as `write`. */
  flush(): Promise<void> | undefined;
  /** Writes what is left and gives the file its name. */
  close(): Promise<void>;
}

export interface RecordingOptions {
  readonly file: string;
  /** Run id: two runs that write to the same file at once never mix, the last to end wins. */
  readonly run: string;
  readonly redactor: Redactor;
  /** Told the entries as they are written, without secrets: in order, some at a time. */
  readonly onEntries?: (entries: readonly RecordingEntry[]) => void;
}

/** Appends to `<file>.<run>.part`, which takes the file's name when it is closed. Secrets are taken out as it is written. */
export async function openRecordingWriter(options: RecordingOptions): Promise<RecordingWriter> {
  const { file, run } = options;
  const part = `${file}.${run}.part`;
  await inFile(file, () => mkdir(dirname(file), { recursive: true }));
  const sink = await openLineSink(part, 'wx');
  const gathered = createGathered(sink, options);
  return {
    file,
    write: gathered.add,
    flush: gathered.flush,
    close: async () => {
      try {
        await gathered.flush();
      } finally {
        await sink.close();
      }
      await inFile(file, () => rename(part, file));
    },
  };
}

/** Milliseconds for which an entry waits for others at most: a dying process loses no more than these. */
const GATHER_MS = 20;
/** Entries that are written together, and bytes of their bodies, at most. */
const MOST_ENTRIES = 256;
const MOST_BYTES = 1024 * 1024;

interface Gathered {
  readonly add: RecordingWriter['write'];
  readonly flush: RecordingWriter['flush'];
}

/** Entries are redacted, written and judged many at a time: the same work again and again goes much faster. */
function createGathered(sink: LineSink, { redactor, onEntries }: RecordingOptions): Gathered {
  let waiting: RecordingEntry[] = [];
  let bytes = 0;
  let timer: NodeJS.Timeout | undefined;
  let failure: { readonly error: unknown } | undefined;
  const writeOut = () => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0 || failure !== undefined) return;
    try {
      const entries = waiting.map((entry) => redactEntry(entry, redactor));
      waiting = [];
      bytes = 0;
      sink.write(entries.map(formatEntry));
      onEntries?.(entries);
    } catch (error) {
      failure = { error };
    }
  };
  const room = () => {
    if (failure !== undefined) throw failure.error;
    return sink.room();
  };
  return {
    flush: () => {
      writeOut();
      return room();
    },
    add: (entry) => {
      if (failure !== undefined) throw failure.error;
      waiting.push(entry);
      bytes += bodyBytes(entry);
      if (waiting.length >= MOST_ENTRIES || bytes >= MOST_BYTES) writeOut();
      else timer ??= setTimeout(writeOut, GATHER_MS);
      return room();
    },
  };
}

function bodyBytes(entry: RecordingEntry): number {
  if (entry.kind !== 'exchange') return 0;
  return (entry.request.body?.byteLength ?? 0) + (entry.response?.body.byteLength ?? 0);
}

async function inFile(file: string, act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    throw environmentError(
      'RECORDING_NOT_WRITTEN',
      `cannot write ${file}: ${errorMessage(error)}`,
      'Choose a folder that can be written.',
    );
  }
}
