import { closeSync, openSync, writeSync } from 'node:fs';
import { type UserError, userError } from '../lib/error.ts';
import { errorCode, errorMessage } from '../lib/error-text.ts';

/** A file that is written line by line. */
interface LineSink {
  /**
   * Writes lines; the line ends are added. When the call returns, the operating system has the data, so that a killed process
   * loses none of it. Throws on failure.
   */
  write(lines: readonly string[]): void;
  close(): void;
}

/**
 * Opens a file for writing.
 * @param flags as for `fs.open`; `wx` rejects an existing file
 */
export function openLineSink(file: string, flags: 'w' | 'wx'): LineSink {
  const handle = openFile(file, flags);
  return {
    write: (lines) => {
      const bytes = lineBytes(lines);
      try {
        // the system may write fewer bytes than it was given
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

/** Encodes lines one by one. Joining them first would take three times as long. */
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
      ? 'Another run with this run id is writing to this file, or such a run was killed. Remove the file, or use another run id.'
      : 'Free some space or choose another folder; the earlier recording is unchanged.',
  });
}
