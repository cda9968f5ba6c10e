import { join } from 'node:path';
import type { Io } from '../app/io.ts';
import { writeWholeFile } from '../app/write-file.ts';
import { editorSchemas } from '../load/editor-schemas.ts';

/** Writes the JSON Schemas of the data files to a folder. */
export async function writeSchemas(folder: string, io: Io): Promise<number> {
  for (const [name, text] of editorSchemas()) {
    await writeWholeFile(join(io.cwd, folder, name), text, `${folder}/${name}`);
    io.out(`${folder}/${name}\n`);
  }
  return 0;
}
