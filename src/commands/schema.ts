import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { editorSchemas } from '../load/editor-schemas.ts';
import type { Io } from './io.ts';

/** Writes the JSON Schemas of the data files into a folder. */
export async function writeSchemas(folder: string, io: Io): Promise<number> {
  await mkdir(join(io.cwd, folder), { recursive: true });
  for (const [name, text] of editorSchemas()) {
    await writeFile(join(io.cwd, folder, name), text);
    io.out(`${folder}/${name}\n`);
  }
  return 0;
}
