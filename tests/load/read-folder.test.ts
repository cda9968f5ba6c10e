import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readFolder, readOptional } from '../../src/load/read-folder.ts';
import { readTextFile } from '../../src/load/read-text-file.ts';

async function aPipe(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parity-pipe-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  return folder;
}

it('rejects a pipe, because opening a pipe waits for a writer', async () => {
  const folder = await aPipe();
  await expect(readTextFile(join(folder, 'pipe'))).rejects.toMatchObject({ code: 'file-irregular' });
});

it('rejects a device, because reading a device may never end', async () => {
  await expect(readTextFile('/dev/zero')).rejects.toMatchObject({ code: 'file-irregular' });
});

it('reports a ledger that is a pipe, with its path', async () => {
  const folder = await aPipe();
  await expect(readOptional(folder, 'pipe')).rejects.toMatchObject({
    code: 'file-unreadable',
    exitCode: 2,
    message: expect.stringContaining('cannot read pipe: the path is a pipe'),
  });
});

it('reports a contract file that is a pipe, at any depth, with its path', async () => {
  const folder = await aPipe();
  await mkdir(join(folder, 'contracts/cues'), { recursive: true });
  await rename(join(folder, 'pipe'), join(folder, 'contracts/cues/fire.yaml'));
  await expect(readFolder(folder, 'contracts', '**/*.yaml')).rejects.toMatchObject({
    code: 'file-unreadable',
    message: expect.stringContaining('contracts/cues/fire.yaml'),
  });
});

it('reports a suite that is a pipe, with its path', async () => {
  const folder = await aPipe();
  await rename(join(folder, 'pipe'), join(folder, 'suite.yaml'));
  await expect(readFolder(folder, '.', '*.yaml')).rejects.toMatchObject({ code: 'file-unreadable' });
});
