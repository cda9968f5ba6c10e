import { readdir } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';
import { glob } from 'tinyglobby';
import { codedError } from '../lib/error.ts';
import { errorCode, errorMessage } from '../lib/error-text.ts';
import { readTextFile } from './read-text-file.ts';

interface TextFile {
  /** Path of the file relative to the root, with `/`. */
  readonly file: string;
  readonly inside: string;
  readonly text: string;
}

/** Returns the matching files of a folder, sorted by path. A missing folder counts as empty. @throws file-unreadable */
export async function readFolder(root: string, folder: string, pattern: string): Promise<readonly TextFile[]> {
  const cwd = join(root, folder);
  const inside = await glob(pattern, { cwd, onlyFiles: true, expandDirectories: false });
  const found = [...inside, ...(await findPipes(cwd, pattern))];
  const sorted = found.map((path) => path.replaceAll('\\', '/')).toSorted();
  return Promise.all(
    sorted.map(async (path) => ({
      file: `${folder}/${path}`,
      inside: path,
      text: await readText(root, `${folder}/${path}`),
    })),
  );
}

/** Finds special files that `glob` leaves out. Reading such a file then fails with a clear error. */
async function findPipes(folder: string, pattern: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: pattern.startsWith('**') }).catch(() => []);
  return entries
    .filter((entry) => !entry.isFile() && !entry.isDirectory() && !entry.isSymbolicLink())
    .filter(({ name }) => extname(name) === extname(pattern))
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
}

export async function hasFiles(root: string, folder: string): Promise<boolean> {
  const names = await readdir(join(root, folder)).catch(() => []);
  return names.length > 0;
}

/**
 * Returns the text of a file, or null if the file does not exist.
 * @throws file-unreadable
 */
export async function readOptional(root: string, file: string): Promise<string | null> {
  try {
    return await readText(root, file);
  } catch (error) {
    if (error instanceof Error && errorCode(error.cause) === 'ENOENT') return null;
    throw error;
  }
}

async function readText(root: string, file: string): Promise<string> {
  try {
    return await readTextFile(join(root, file));
  } catch (cause) {
    const why = WHY[errorCode(cause) ?? ''] ?? errorMessage(cause);
    const details = { exitCode: 2, hint: 'Every file of the project must be readable text.', cause };
    throw Object.assign(codedError('file-unreadable', `cannot read ${file}: ${why}`), details);
  }
}

const WHY: { readonly [code: string]: string } = {
  ENOENT: 'it does not exist',
  EISDIR: 'the path is a folder',
  EACCES: 'permission is denied',
};
