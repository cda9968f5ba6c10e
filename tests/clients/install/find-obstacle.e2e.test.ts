import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { findObstacle } from '../../../src/clients/install/find-obstacle.ts';
import { installClient } from '../../../src/clients/install/install-client.ts';
import { aClient } from '../start-driver.ts';

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parity-obstacle-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

it('finds no obstacle for a client with `install: true` as soon as the client is installed', async () => {
  const [root, path] = [await aFolder(), await aFolder()];
  await writeFile(join(path, 'package.json'), JSON.stringify({ name: 'acme', version: '1.0.0' }));
  await writeFile(join(path, 'index.js'), '');
  const client = aClient({ driver: 'node', source: { kind: 'path', path, install: true } });
  const context = { root, env: { PATH: process.env.PATH } };
  expect(await findObstacle(client, context)).toBe(
    'the client is not installed yet; run `parity trace acme` to install it',
  );
  await installClient(client, { ...context, signal: new AbortController().signal });
  expect(await findObstacle(client, context)).toBeUndefined();
});
