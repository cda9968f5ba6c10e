import { open, stat } from 'node:fs/promises';
import { userError } from '../lib/error.ts';

interface Output {
  readonly name: string;
  /** Name of the file type with an article, such as `a recording`. */
  readonly kind: string;
  /** `start` contains the first characters of the existing file. */
  readonly isKind: (start: string) => boolean;
}

const START = 4096;

/** @throws output-misplaced if the file exists and has other content, so that no file of the user is overwritten */
export async function checkReplaceable(file: string, { name, kind, isKind }: Output): Promise<void> {
  const start = await startOf(file);
  if (start.trim() === '' || isKind(start)) return;
  throw userError('output-misplaced', `${name} exists and is not ${kind}, so it is not overwritten`, {
    hint: `Choose another file to write, or delete ${name}.`,
  });
}

export const isRecording: Output['isKind'] = (start) => start.startsWith('{"kind":');

/** Returns an empty text if the file does not exist, or if the path leads to something else, such as a pipe. */
async function startOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile() !== true) return ''; // opening a pipe would wait for a program that writes to it
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(START), 0, START, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
