import { mkdtemp, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { withLock } from '../../src/app/with-lock.ts';

async function aFile(): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'parity-lock-')), 'xfails.yaml');
  await writeFile(file, '');
  return file;
}

async function append(file: string, text: string): Promise<void> {
  const before = await readFile(file, 'utf8');
  await delay(5);
  await writeFile(file, before + text);
}

describe('a lock', () => {
  it('prevents the loss of a change of a file', async () => {
    const file = await aFile();
    await Promise.all(['a', 'b', 'c', 'd'].map((text) => withLock(file, () => append(file, text))));
    expect([...(await readFile(file, 'utf8'))].sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(await readdir(join(file, '..'))).toEqual(['xfails.yaml']);
  });

  it('is released if the work fails', async () => {
    const file = await aFile();
    await expect(withLock(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await withLock(file, () => append(file, 'a'));
    expect(await readFile(file, 'utf8')).toBe('a');
  });

  it('is taken over if its program has died', async () => {
    const file = await aFile();
    await writeFile(`${file}.lock`, '');
    await utimes(`${file}.lock`, 1, 1);
    await withLock(file, () => append(file, 'a'));
    expect(await readFile(file, 'utf8')).toBe('a');
  });
});
