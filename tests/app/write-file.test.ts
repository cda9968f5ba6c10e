import { lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { writeWholeFile } from '../../src/app/write-file.ts';

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parity-write-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

it('a file is written together with its folders', async () => {
  const folder = await aFolder();
  await writeWholeFile(join(folder, 'a/b/c.txt'), ['one ', 'two']);
  expect(await readFile(join(folder, 'a/b/c.txt'), 'utf8')).toBe('one two');
});

it('the old content stays if the new content cannot be written', async () => {
  const folder = await aFolder();
  const file = join(folder, 'report.json');
  await writeFile(file, 'whole');
  function* half() {
    yield 'half of it';
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  }
  await expect(writeWholeFile(file, half())).rejects.toMatchObject({
    code: 'file-unwritable',
    exitCode: 3,
    message: `cannot write ${file}: the disk is full`,
  });
  expect(await readFile(file, 'utf8')).toBe('whole');
  expect(await readdir(folder)).toEqual(['report.json']);
});

it('many large pieces are written in order', async () => {
  const folder = await aFolder();
  const pieces = Array.from({ length: 9 }, (_, index) => `${index}é`.repeat(100_000));
  await writeWholeFile(join(folder, 'report.json'), pieces);
  expect(await readFile(join(folder, 'report.json'), 'utf8')).toBe(pieces.join(''));
});

it('concurrent writers produce one complete file', async () => {
  const folder = await aFolder();
  const file = join(folder, 'report.json');
  const texts = Array.from({ length: 8 }, (_, index) => `${index}`.repeat(300_000));
  await Promise.all(texts.map((text) => writeWholeFile(file, text)));
  expect(texts).toContain(await readFile(file, 'utf8'));
  expect(await readdir(folder)).toEqual(['report.json']);
});

it('a symbolic link stays a link, and a device stays a device', async () => {
  const folder = await aFolder();
  const [file, link] = [join(folder, 'file'), join(folder, 'link')];
  await writeFile(file, 'old');
  await symlink(file, link);
  await writeWholeFile(link, 'new');
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
  expect(await readFile(file, 'utf8')).toBe('new');
  await writeWholeFile('/dev/null', 'gone');
  expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
});

it('an impossible path is reported in the form in which the user gave it', async () => {
  const folder = await aFolder();
  await writeFile(join(folder, 'file'), '');
  await expect(writeWholeFile(join(folder, 'file/below'), 'x', 'file/below')).rejects.toMatchObject({
    message: 'cannot write file/below: a folder in the path has the same name as an existing file',
    hint: expect.stringContaining('folder'),
  });
});
