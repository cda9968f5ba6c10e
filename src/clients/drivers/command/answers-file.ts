import { closeSync, openSync, readSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The line that answers yes to every question of a command. */
const YES = 'y\n'.repeat(50);

/** The standard input of a command. It is a file, because the file's offset shows afterwards whether the command read from it. */
interface AnswersFile {
  readonly path: string;
  readonly fd: number;
  /**
   * Returns whether something was read from `fd` or from another descriptor of the same file. Then removes the file.
   */
  readonly close: () => boolean;
}

let count = 0;

/**
 * Writes the file for standard input. It contains the lines from the client file, and after them, many lines that say
 * yes.
 */
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
