import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { errorCode, errorMessage } from '../lib/error-text.ts';
import { environmentError, type TaggedError } from './tagged-error.ts';

/** A file that is written line by line, in order, in large pieces. */
export interface LineSink {
  /** Resolves when there is room for more; undefined when there is room already. Throws after a failed write. */
  write(line: string): Promise<void> | undefined;
  /** Writes what is left and closes the file. */
  close(): Promise<void>;
}

/** Characters that may wait before a writer has to wait too. */
const HIGH_WATER = 4 * 1024 * 1024;

/** Characters that make a write worth its while, and milliseconds to wait for them. */
const PIECE = 256 * 1024;
const GATHER_MS = 20;

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
  #waiting: string[] = [];
  #size = 0;
  #hurried = false;
  #pump: Promise<void> | undefined;
  #error: TaggedError | undefined;

  constructor(file: string, handle: FileHandle) {
    this.#file = file;
    this.#handle = handle;
  }

  write(line: string): Promise<void> | undefined {
    if (this.#error !== undefined) throw this.#error;
    this.#waiting.push(line, '\n');
    this.#size += line.length + 1;
    this.#pump ??= this.#drain();
    return this.#size > HIGH_WATER ? this.#flush() : undefined;
  }

  async close(): Promise<void> {
    this.#hurried = true;
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
        await this.#gather();
        const text = this.#waiting.join('');
        this.#waiting = [];
        this.#size = 0;
        await this.#handle.appendFile(text);
      }
    } catch (error) {
      this.#error = writeError(this.#file, error);
    }
    this.#pump = undefined;
  }

  /** Lets lines come together: a write of few lines costs as much as one of many. A dying process loses no more than these. */
  async #gather(): Promise<void> {
    const until = performance.now() + GATHER_MS;
    while (!this.#hurried && this.#size < PIECE && performance.now() < until) await wait(5);
  }
}

function writeError(file: string, error: unknown): TaggedError {
  const exists = errorCode(error) === 'EEXIST';
  return environmentError(
    'RECORDING_NOT_WRITTEN',
    `cannot write ${file}: ${errorMessage(error)}`,
    exists
      ? 'Another run with this run id writes there, or one died: remove the file or use another run id.'
      : 'Free some space or choose another folder; the recording that was there before is untouched.',
  );
}
