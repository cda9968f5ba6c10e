import { rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { editorSchemas } from '../../load/editor-schemas.ts';
import { readFolder } from '../../load/read-folder.ts';
import { LOCK_FILES } from '../../openapi/import-lock.ts';
import { writeWholeFile } from '../write-file.ts';

export async function readContractFiles(cwd: string, folder: string): Promise<ReadonlyMap<string, string>> {
  const [files, locks] = [await readFolder(cwd, folder, '**/*.yaml'), await readFolder(cwd, folder, LOCK_FILES)];
  return new Map([...files, ...locks].map(({ inside, text }) => [inside, text]));
}

export interface NewFile {
  /** Path inside the output folder. */
  readonly path: string;
  readonly text: string;
}

export function editorSchemaFiles(names: readonly string[]): readonly NewFile[] {
  const all = editorSchemas();
  return names.map((name) => ({ path: `schema/${name}.json`, text: all.get(`${name}.json`) ?? '' }));
}

/** Restores all files if a file cannot be written, because a partial result would seem complete. */
export async function writeAllOrNone(
  folder: string,
  files: readonly NewFile[],
  existing: ReadonlyMap<string, string> = new Map(),
): Promise<() => Promise<void>> {
  const written: string[] = [];
  const undo = async () => {
    for (const path of written.reverse()) await restore(folder, path, existing.get(path)).catch(() => undefined);
  };
  try {
    for (const { path, text } of files) {
      written.push(path);
      await writeWholeFile(join(folder, path), text);
    }
  } catch (error) {
    await undo();
    throw error;
  }
  return undo;
}

async function restore(folder: string, path: string, before: string | undefined): Promise<void> {
  const file = join(folder, path);
  if (before !== undefined) return writeWholeFile(file, before);
  await rm(file, { force: true });
  // Removes empty folders until `rmdir` fails at the first folder that contains files.
  for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) await rmdir(join(folder, parent));
}
