import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { glob } from 'tinyglobby';

export interface TextFile {
  /** Relative to the root, with `/`. */
  readonly file: string;
  /** Relative to the folder. */
  readonly inside: string;
  readonly text: string;
}

/** The files of a folder that match, sorted by path. A folder that is not there has none. */
export async function readFolder(root: string, folder: string, pattern: string): Promise<readonly TextFile[]> {
  const inside = await glob(pattern, { cwd: join(root, folder), onlyFiles: true, expandDirectories: false });
  const sorted = inside.map((path) => path.replaceAll('\\', '/')).toSorted();
  return Promise.all(
    sorted.map(async (path) => ({
      file: `${folder}/${path}`,
      inside: path,
      text: await readFile(join(root, folder, path), 'utf8'),
    })),
  );
}

/** Whether a folder is there and has something in it. */
export async function hasFiles(root: string, folder: string): Promise<boolean> {
  const names = await readdir(join(root, folder)).catch(() => []);
  return names.length > 0;
}

/** A file's text, or null when it is not there. */
export async function readOptional(root: string, file: string): Promise<string | null> {
  try {
    return await readFile(join(root, file), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
