import { type UserError, userError } from '../lib/error.ts';
import { errorCode, errorMessage } from '../lib/error-text.ts';
import type { RecordingEntry } from '../model/exchange.ts';
import { type Line, readLines } from './read-lines.ts';
import { parseEntry } from './recording-line.ts';

interface PlacedEntry {
  readonly entry: RecordingEntry;
  readonly line: Line;
}

/**
 * Drops an incomplete last line, because a killed run can leave such a line.
 * @throws recording-invalid with file and line
 */
export async function* readRecording(file: string): AsyncGenerator<readonly RecordingEntry[]> {
  for await (const placed of readPieces(file)) yield placed.map(({ entry }) => entry);
}

export async function readEntries(file: string): Promise<readonly RecordingEntry[]> {
  const entries: RecordingEntry[] = [];
  for await (const piece of readRecording(file)) for (const entry of piece) entries.push(entry);
  return entries;
}

export async function* readPlacedEntries(file: string): AsyncGenerator<PlacedEntry> {
  for await (const placed of readPieces(file)) yield* placed;
}

async function* readPieces(file: string): AsyncGenerator<readonly PlacedEntry[]> {
  let previous: RecordingEntry | null = null;
  for await (const lines of linesOf(file)) {
    const placed: PlacedEntry[] = [];
    for (const line of lines) {
      const entry = readEntry(file, line, previous === null);
      if (entry === null) break;
      checkOrder(file, line, { previous, entry });
      previous = entry;
      placed.push({ entry, line });
    }
    yield placed;
  }
  if (previous === null) throw badRecording(`${file} is empty`);
}

async function* linesOf(file: string): AsyncGenerator<readonly Line[]> {
  try {
    yield* readLines(file);
  } catch (error) {
    const missing = errorCode(error) === 'ENOENT';
    throw badRecording(missing ? `there is no file ${file}` : `cannot read ${file}: ${errorMessage(error)}`);
  }
}

/** Returns null for a line that was cut off when the run was killed. */
function readEntry(file: string, line: Line, first: boolean): RecordingEntry | null {
  try {
    return parseEntry(line.text);
  } catch (error) {
    if (!line.ended && !first) return null;
    const place = `${file}:${line.number}`;
    throw badRecording(
      first ? `${place}: expected the start of a recording` : `${place}: expected an entry: ${errorMessage(error)}`,
    );
  }
}

interface Neighbours {
  readonly previous: RecordingEntry | null;
  readonly entry: RecordingEntry;
}

function checkOrder(file: string, line: Line, { previous, entry }: Neighbours): void {
  const place = `${file}:${line.number}`;
  if (previous === null && entry.kind !== 'run')
    throw badRecording(`${place}: expected the start of a recording, got an entry of kind "${entry.kind}"`);
  if (entry.kind === 'run' && entry.format !== 1)
    throw userError(
      'recording-invalid',
      `${place}: expected format 1, got ${String(entry.format)}, which a different version of wireparity wrote`,
      {
        hint: 'Record the run again with `parity run`, or judge the recording with the version that wrote it.',
      },
    );
  if (previous !== null && entry.kind === 'run') throw badRecording(`${place}: expected one run, got a second run`);
  if (previous?.kind === 'end') throw badRecording(`${place}: expected nothing after the run's end`);
}

function badRecording(message: string): UserError {
  return userError('recording-invalid', message, { hint: 'Give a recording written by `parity run`.' });
}
