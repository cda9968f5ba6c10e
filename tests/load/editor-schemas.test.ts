import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { editorSchemas } from '../../src/load/editor-schemas.ts';

const FOLDER = join(import.meta.dirname, '../../schema');

it.each([
  ...editorSchemas(),
])('schema/%s is up to date (otherwise: npm run build && npm run schema)', async (name, text) => {
  expect(await readFile(join(FOLDER, name), 'utf8')).toBe(text);
});

it('the schema folder contains no other file', async () => {
  expect((await readdir(FOLDER)).toSorted()).toEqual([...editorSchemas().keys()].toSorted());
});
