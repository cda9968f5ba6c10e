import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { madeUpFile, withFileNames } from '../../../src/clients/trace/made-up-file.ts';

it('creates the files of a call, and gives files with different contents different names', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parity-files-'));
  const file = madeUpFile('plan');
  const other = { ...file, content: { title: 'x' } };
  const given = withFileNames({ files: [file, other], label: 'pw-label-z' }, folder);
  const { files } = given as { readonly files: readonly string[] }; // safe cast: `files` is still a list of two files
  expect(files.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))).toEqual([
    { 'pw-plan-zk': 'pw-plan-z' },
    { title: 'x' },
  ]);
  expect(given).toMatchObject({ label: 'pw-label-z' });
  rmSync(folder, { recursive: true });
});
