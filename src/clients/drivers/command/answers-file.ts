import { closeSync, openSync, readSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Says yes to whatever a command asks. */
const YES = 'y\n'.repeat(50);

/** What a command reads on standard input: a file, for its offset tells afterwards whether anything was read. */
interface AnswersFile {
  readonly path: string;
  readonly fd: number;
  /** Whether something was read of `fd`, or of another opening of the file. Removes the file. */
  readonly close: () => boolean;
}

let count = 0;

/** `lines`: what the client file answers; then yes to everything. */
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
