import { type FileHandle, open } from 'node:fs/promises';
import { type UserError, userError } from '../lib/error.ts';
import { errorCode, errorMessage } from '../lib/error-text.ts';

/** A file that is written line by line, in order, in large pieces. */
export interface LineSink {
  /** Takes lines without their ends. After a failed write they are lost: `room` and `close` say so. */
  write(lines: readonly string[]): void;
  /** Resolves when there is room for more; undefined when there is room already. Throws after a failed write. */
  room(): Promise<void> | undefined;
  /** Writes what is left and closes the file. */
  close(): Promise<void>;
}

/** Bytes that may wait before a writer has to wait too. */
const HIGH_WATER = 4 * 1024 * 1024;

/** @param flags as of `fs.open`: `wx` refuses a file that exists. */
export async function openLineSink(file: string, flags: 'w' | 'wx'): Promise<LineSink> {
  try {
    return new FileSink(file, await open(file, flags));
  } catch (error) {
    throw writeError(file, error);
  }
}

class FileSink implements LineSink {
  readonly #file: string;
  readonly #handle: FileHandle;
  #waiting: Buffer[] = [];
  #size = 0;
  #pump: Promise<void> | undefined;
  #error: UserError | undefined;

  constructor(file: string, handle: FileHandle) {
    this.#file = file;
    this.#handle = handle;
  }

  write(lines: readonly string[]): void {
    if (this.#error !== undefined || lines.length === 0) return;
    const bytes = lineBytes(lines);
    this.#waiting.push(bytes);
    this.#size += bytes.byteLength;
    this.#pump ??= this.#drain();
  }

  room(): Promise<void> | undefined {
    if (this.#error !== undefined) throw this.#error;
    return this.#size > HIGH_WATER ? this.#flush() : undefined;
  }

  async close(): Promise<void> {
    try {
      await this.#flush();
    } finally {
      await this.#handle.close();
    }
  }

  async #flush(): Promise<void> {
    await this.#pump;
    if (this.#error !== undefined) throw this.#error;
  }

  /** Writes all that waits, again and again: lines that come meanwhile go together into the next piece. */
  async #drain(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const bytes = Buffer.concat(this.#waiting);
        this.#waiting = [];
        this.#size = 0;
        await this.#handle.appendFile(bytes);
      }
    } catch (error) {
      this.#error = writeError(this.#file, error);
    }
    this.#pump = undefined;
  }
}

const NEWLINE = 0x0a;

/** Written one by one: joining them first takes three times as long. */
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
      ? 'Another run with this run id writes there, or one died: remove the file or use another run id.'
      : 'Free some space or choose another folder; the recording that was there before is untouched.',
  });
}
