import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { glob } from 'tinyglobby';
import { codedError } from '../lib/error.ts';
import { errorCode, errorMessage } from '../lib/error-text.ts';
import { readTextFile } from './read-text-file.ts';

interface TextFile {
  /** Relative to the root, with `/`. */
  readonly file: string;
  /** Relative to the folder. */
  readonly inside: string;
  readonly text: string;
}

/** Returns the matching files of a folder, sorted by path. A missing folder counts as empty. @throws file-unreadable */
export async function readFolder(root: string, folder: string, pattern: string): Promise<readonly TextFile[]> {
  const inside = await glob(pattern, { cwd: join(root, folder), onlyFiles: true, expandDirectories: false });
  const sorted = inside.map((path) => path.replaceAll('\\', '/')).toSorted();
  return Promise.all(
    sorted.map(async (path) => ({
      file: `${folder}/${path}`,
      inside: path,
      text: await readText(root, `${folder}/${path}`),
    })),
  );
}

/** Returns true if the folder exists and is not empty. */
export async function hasFiles(root: string, folder: string): Promise<boolean> {
  const names = await readdir(join(root, folder)).catch(() => []);
  return names.length > 0;
}

/** Returns a file's text, or null if it does not exist. @throws file-unreadable */
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
  EISDIR: 'it is a folder',
  EACCES: 'it is not readable',
};
