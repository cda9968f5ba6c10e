import { randomBytes } from 'node:crypto';
import { mkdir, open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { userError } from '../lib/error.ts';
import { errorCode, errorMessage } from '../lib/error-text.ts';

/** A program that reads the file sees the old or the new content, never a part. @throws file-unwritable */
export async function writeWholeFile(file: string, content: string | Iterable<string>, name = file): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    const target = await realpath(file).catch(() => file);
    // `/dev/stdout` or a pipe cannot be replaced by renaming.
    if (await isSomethingElse(target)) await writeFile(target, content);
    else await replace(target, content);
  } catch (error) {
    throw notWritten(name, error);
  }
}

const WHY: { readonly [code: string]: string } = {
  EISDIR: 'the path is a folder',
  EEXIST: 'a folder in the path has the same name as an existing file',
  ENOTDIR: 'a folder in the path has the same name as an existing file',
  EACCES: 'permission is denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
};

export function notWritten(name: string, error: unknown): Error {
  const why = WHY[errorCode(error) ?? ''] ?? errorMessage(error);
  const hint = 'Choose a writable folder, or free some space.';
  return userError('file-unwritable', `cannot write ${name}: ${why}`, { exitCode: 3, hint });
}

async function isSomethingElse(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  return found !== undefined && !found.isFile();
}

async function replace(file: string, content: string | Iterable<string>): Promise<void> {
  const part = `${file}.${randomBytes(4).toString('hex')}.part`;
  try {
    await writeNew(part, typeof content === 'string' ? [content] : content);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** A longer string would stay in memory until a full garbage collection. */
const PIECE = 64 * 1024;

async function writeNew(file: string, content: Iterable<string>): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    let written: Promise<void> = Promise.resolve();
    for (const piece of largePieces(content)) {
      await written;
      written = handle.writeFile(piece);
      // Without a handler, Node would end the process before `await written` throws.
      written.catch(() => {});
    }
    await written;
  } finally {
    await handle.close();
  }
}

function* largePieces(content: Iterable<string>): Generator<string> {
  let piece = '';
  for (const text of content) {
    piece += text;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}
