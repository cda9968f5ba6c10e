import { closeSync, openSync, readSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const YES = 'y\n'.repeat(50);

/** The file for a command's standard input. The position in the file shows whether the command has read anything. */
interface AnswersFile {
  readonly path: string;
  readonly fd: number;
  /** Removes the file. Returns true if the command has read from this file. */
  readonly close: () => boolean;
}

let count = 0;

export function openAnswers(folder: string, lines: readonly string[] = []): AnswersFile {
  const text = lines.map((line) => `${line}\n`).join('') + YES;
  count += 1;
  const path = join(folder, `answers-${count}`);
  writeFileSync(path, text);
  const fd = openSync(path, 'r');
  const close = () => {
    const length = Buffer.byteLength(text);
    const left = readSync(fd, Buffer.alloc(length));
    closeSync(fd);
    unlinkSync(path);
    return left < length;
  };
  return { path, fd, close };
}
