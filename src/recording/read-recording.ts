import { createReadStream } from 'node:fs';
import { type UserError, userError } from '../lib/error.ts';
import { errorCode, errorMessage } from '../lib/error-text.ts';
import type { RecordingEntry } from '../model/exchange.ts';
import { parseEntry } from './recording-line.ts';

interface PlacedEntry {
  readonly entry: RecordingEntry;
  readonly line: Line;
}

/**
 * Reads the entries of a recording in batches, because waiting for each entry takes longer than reading it. An
 * incomplete last line is dropped: it means that the run was killed, and the recording has no RunEnd.
 * @throws recording-invalid with file and line
 */
export async function* readRecording(file: string): AsyncGenerator<readonly RecordingEntry[]> {
  for await (const placed of readPieces(file)) yield placed.map(({ entry }) => entry);
}

/** Reads all entries of a recording into memory. */
export async function readEntries(file: string): Promise<readonly RecordingEntry[]> {
  const entries: RecordingEntry[] = [];
  for await (const piece of readRecording(file)) for (const entry of piece) entries.push(entry);
  return entries;
}

/** Reads a recording like `readRecording`. Each entry comes with its position in the file. */
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

/** Parses a line. Returns null for a line that was cut off when the run was killed. */
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
      `${place}: expected format 1, got ${String(entry.format)}: another version wrote it`,
      {
        hint: 'This version cannot read it: record it again with `parity run`, or judge it with the version that wrote it.',
      },
    );
  if (previous !== null && entry.kind === 'run') throw badRecording(`${place}: expected one run, got a second one`);
  if (previous?.kind === 'end') throw badRecording(`${place}: expected nothing after the run's end`);
}

function badRecording(message: string): UserError {
  return userError('recording-invalid', message, { hint: 'Give a recording written by `parity run`.' });
}

interface Line {
  readonly text: string;
  /** Line number, starting at 1. */
  readonly number: number;
  /** Offset in bytes from the start of the file, and length of the line without its line end. */
  readonly offset: number;
  readonly length: number;
  /** True if a line end follows. False only for an incomplete last line. */
  readonly ended: boolean;
}

const NEWLINE = 0x0a;

/**
 * Bytes per read. If it were larger, entries would stay in memory longer than the garbage collector's young generation.
 */
const CHUNK = 64 * 1024;

/** Reads the non-empty lines of a file in batches. Errors while reading are thrown. */
async function* readLines(file: string): AsyncGenerator<readonly Line[]> {
  let pieces: Buffer[] = [];
  let number = 1;
  let offset = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: CHUNK })) {
    const lines: Line[] = [];
    pieces.push(chunk);
    if (!chunk.includes(NEWLINE)) continue;
    const bytes: Buffer = pieces.length === 1 ? chunk : Buffer.concat(pieces);
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, from)) {
      const length = end - from;
      if (length > 0) lines.push({ text: bytes.toString('utf8', from, end), number, offset, length, ended: true });
      number += 1;
      offset += length + 1;
      from = end + 1;
    }
    pieces = from === bytes.length ? [] : [bytes.subarray(from)];
    if (lines.length > 0) yield lines;
  }
  const last = Buffer.concat(pieces);
  const { length } = last;
  if (length > 0) yield [{ text: last.toString('utf8'), number, offset, length, ended: false }];
}
