import { resolve } from 'node:path';
import type { Io } from '../app/io.ts';
import { writeWholeFile } from '../app/write-file.ts';
import { editorSchemas } from '../load/editor-schemas.ts';
import { checkReplaceable } from '../recording/check-replaceable.ts';

export async function writeSchemas(folder: string, io: Io): Promise<number> {
  const schemas = [...editorSchemas()].map(([file, text]) => ({ name: `${folder}/${file}`, text }));
  for (const { name } of schemas) {
    await checkReplaceable(resolve(io.cwd, name), { name, kind: 'a JSON Schema', isKind: isSchema });
  }
  for (const { name, text } of schemas) {
    await writeWholeFile(resolve(io.cwd, name), text, name);
    io.out(`${name}\n`);
  }
  return 0;
}

const isSchema = (start: string) => start.includes('"$schema": "https://json-schema.org/');
