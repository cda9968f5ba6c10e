import { closeSync, openSync, writeSync } from 'node:fs';
import { type UserError, userError } from '../lib/error.ts';
import { errorCode, errorMessage } from '../lib/error-text.ts';

interface LineSink {
  /** After `write`, the lines survive even if this process is killed. */
  write(lines: readonly string[]): void;
  close(): void;
}

export function openLineSink(file: string, flags: 'w' | 'wx'): LineSink {
  const handle = openFile(file, flags);
  return {
    write: (lines) => {
      const bytes = lineBytes(lines);
      try {
        // One call of `writeSync` may write only a part of the bytes.
        for (let at = 0; at < bytes.byteLength; ) at += writeSync(handle, bytes, at);
      } catch (error) {
        throw writeError(file, error);
      }
    },
    close: () => closeSync(handle),
  };
}

function openFile(file: string, flags: string): number {
  try {
    return openSync(file, flags);
  } catch (error) {
    throw writeError(file, error);
  }
}

const NEWLINE = 0x0a;

/** Joining the lines into one string first would take three times as long. */
function lineBytes(lines: readonly string[]): Buffer {
  const bytes = Buffer.allocUnsafe(lines.reduce((size, line) => size + Buffer.byteLength(line) + 1, 0));
  let at = 0;
  for (const line of lines) {
    at += bytes.write(line, at);
    bytes[at++] = NEWLINE;
  }
  return bytes;
}

function writeError(file: string, error: unknown): UserError {
  const exists = errorCode(error) === 'EEXIST';
  return userError('recording-unwritable', `cannot write ${file}: ${errorMessage(error)}`, {
    exitCode: 3,
    hint: exists
      ? 'A run with this id is still writing the file, or was killed while writing it. Delete the file, or use another run id.'
      : 'Free some disk space, or choose another folder. The earlier recording is unchanged.',
  });
}
