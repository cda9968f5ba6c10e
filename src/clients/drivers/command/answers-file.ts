import { closeSync, openSync, readSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Answers yes to every question of a command. */
const YES = 'y\n'.repeat(50);

/** The standard input of a command. It is a file, because its offset shows afterwards whether anything was read. */
interface AnswersFile {
  readonly path: string;
  readonly fd: number;
  /** Returns whether something was read from `fd` or from another descriptor of the file. Removes the file. */
  readonly close: () => boolean;
}

let count = 0;

/** `lines`: the answers from the client file, followed by yes to everything. */
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
