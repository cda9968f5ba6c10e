import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { installClient } from '../../../src/clients/install/install-client.ts';
import type { Client } from '../../../src/model/client.ts';
import { serve } from '../../run/servers.ts';
import { aClient, FIXTURES } from '../start-driver.ts';

const PYTHON = join(FIXTURES, 'tools/python.sh');

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parity-install-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const fromPip = (requirement: string): Client =>
  aClient({ source: { kind: 'pip', requirement }, runtime: PYTHON, command: ['acme', 'x'] });

function installer(root: string, env: { readonly [name: string]: string } = {}) {
  const told: string[] = [];
  const install = (client: Client) =>
    installClient(client, {
      root,
      env: { PATH: process.env.PATH, ...env },
      signal: new AbortController().signal,
      tell: (line) => told.push(line),
    });
  return { install, told };
}

function folderOf({ runtime }: Client): string {
  return dirname(dirname(dirname(runtime ?? '')));
}

it('a client that is used from its folder is not changed', async () => {
  const { install, told } = installer('/nowhere');
  const client = aClient();
  expect(await install(client)).toBe(client);
  expect(told).toEqual([]);
});

it('reports the path of a source folder that does not exist', async () => {
  const { install, told } = installer('/nowhere');
  const client = aClient({ source: { kind: 'path', path: '/nowhere/client', install: true } });
  await expect(install(client)).rejects.toMatchObject({
    code: 'client-failed',
    message: expect.stringContaining('/nowhere/client'),
  });
  expect(told).toEqual([]);
});

it('creates one separate environment for each requirement', async () => {
  const root = await aFolder();
  const { install, told } = installer(root);
  const installed = await install(fromPip('acme==1.0'));
  const folder = folderOf(installed);
  expect(dirname(folder)).toBe(join(root, '.parity/clients/acme'));
  expect(installed).toMatchObject({
    runtime: join(folder, 'venv/bin/python'),
    command: [join(folder, 'venv/bin/acme'), 'x'],
    source: { kind: 'pip', requirement: 'acme==1.0' },
  });
  expect(await install(fromPip('acme==1.0'))).toEqual(installed);
  expect(told).toEqual([`installing acme into ${folder}`]);
  await install(fromPip('acme==1.1'));
  expect(await install(fromPip('acme==1.0'))).toEqual(installed);
  expect(told).toHaveLength(2);
  expect(await readFile(join(root, '.parity/.gitignore'), 'utf8')).toBe('*\n');
});

it('gives an installation the address of the package mirror, but no credential', async () => {
  const root = await aFolder();
  const env = {
    PIP_INDEX_URL: 'https://mirror.test/simple',
    PIP_EXTRA_INDEX_URL: 'https://me:canary-1@mirror.test/simple',
    HTTPS_PROXY: 'http://proxy.test:3128',
    TWINE_PASSWORD: 'canary-2',
    NPM_TOKEN: 'canary-3',
  };
  const installed = await installer(root, env).install(fromPip('acme'));
  const asked = await readFile(join(folderOf(installed), 'venv/asked.txt'), 'utf8');
  expect(asked).not.toContain('canary');
  const [args, ...variables] = asked.trimEnd().split('\n');
  expect(args).toBe('-m pip install --quiet acme');
  expect(variables).toContain('PIP_INDEX_URL=https://mirror.test/simple');
  expect(variables).toContain('HTTPS_PROXY=http://proxy.test:3128');
  expect(asked).not.toContain('NO_PROXY');
});

it('installs a source folder from a copy, and again after its requirements have changed', async () => {
  const [root, path] = [await aFolder(), await aFolder()];
  await writeFile(join(path, 'pyproject.toml'), '[project]\n');
  await writeFile(join(path, 'acme.py'), '');
  const client = aClient({ source: { kind: 'path', path, install: true }, runtime: PYTHON });
  const { install, told } = installer(root);
  const installed = await install(client);
  expect(installed).toMatchObject({ source: client.source });
  const asked = await readFile(join(folderOf(installed), 'venv/asked.txt'), 'utf8');
  expect(asked).toContain(`install --quiet ${join(tmpdir(), 'parity-source-')}`);
  await writeFile(join(path, 'acme.py'), 'more = 1\n');
  await install(client);
  expect(told).toHaveLength(1);
  await writeFile(join(path, 'pyproject.toml'), '[project]\nname = "acme"\n');
  await install(client);
  expect(told).toHaveLength(2);
});

it('uses one installation for two checkouts of the same files', async () => {
  const [root, head, base] = [await aFolder(), await aFolder(), await aFolder()];
  const { install, told } = installer(root);
  for (const path of [head, base]) {
    await writeFile(join(path, 'pyproject.toml'), '[project]\n');
    await install(aClient({ source: { kind: 'path', path, install: true }, runtime: PYTHON }));
  }
  expect(told).toHaveLength(1);
});

it('installs the folder to which a link points', async () => {
  const [root, path] = [await aFolder(), await aFolder()];
  await writeFile(join(path, 'pyproject.toml'), '[project]\n');
  await symlink(path, join(root, 'link'));
  const client = aClient({ source: { kind: 'path', path: join(root, 'link'), install: true }, runtime: PYTHON });
  const installed = await installer(root).install(client);
  expect((await stat(installed.runtime ?? '')).isFile()).toBe(true);
});

it("reports the installer's last output if an installation fails, and tries again the next time", async () => {
  const root = await aFolder();
  const { install, told } = installer(root);
  for (const times of [1, 2]) {
    await expect(install(fromPip('broken'))).rejects.toMatchObject({
      code: 'client-failed',
      exitCode: 3,
      message: expect.stringMatching(
        /the client "acme" \(python, pip broken\): the client cannot be installed: `.* pip install --quiet broken` ended with exit code 1\. Its last output:\n +ERROR: No matching distribution found for broken$/,
      ),
      hint: expect.stringContaining('clients/acme.yaml'),
    });
    expect(told).toHaveLength(times);
    expect(await readdir(join(root, '.parity/clients/acme'))).toEqual([]);
  }
});

it('two processes that install one client at the same time do not interfere', async () => {
  const root = await aFolder();
  const installed = await Promise.all([1, 2].map(() => installer(root).install(fromPip('acme==1.0'))));
  for (const client of installed) expect((await stat(client.runtime ?? '')).isFile()).toBe(true);
  expect(new Set(installed.map(folderOf)).size).toBe(2);
  const { install, told } = installer(root);
  expect(installed.map(folderOf)).toContain(folderOf(await install(fromPip('acme==1.0'))));
  expect(told).toEqual([]);
});

it('keeps the four most recently used installations, and removes old incomplete ones', async () => {
  const root = await aFolder();
  const home = join(root, '.parity/clients/acme');
  const [dead, young] = [join(home, 'dead'), join(home, 'young')];
  for (const folder of [dead, young]) await mkdir(folder, { recursive: true });
  await utimes(dead, 1, 1);
  const { install } = installer(root);
  const folders: string[] = [];
  for (const version of [1, 2, 3, 4]) {
    const folder = folderOf(await install(fromPip(`acme==${version}`)));
    await utimes(join(folder, 'installed.json'), version, version);
    folders.push(folder);
  }
  const [first = '', second = '', ...others] = folders;
  expect(folderOf(await install(fromPip('acme==1')))).toBe(first);
  const fifth = folderOf(await install(fromPip('acme==5')));
  const left = (await readdir(home)).map((name) => join(home, name));
  expect(left.toSorted()).toEqual([first, ...others, fifth, young].toSorted());
  expect(left).not.toContain(second);
});

it('installs a Node client with the files and the program that it would publish', async () => {
  const [root, path] = [await aFolder(), await aFolder()];
  await mkdir(join(path, 'dist'));
  await writeFile(join(path, 'dist/cli.js'), '#!/usr/bin/env node\n');
  await writeFile(join(path, 'left-out.txt'), '');
  const scripts = { postinstall: 'touch ran' };
  const manifest = { name: '@acme/mcp', version: '1.0.0', bin: { acme: 'dist/cli.js' }, files: ['dist'], scripts };
  await writeFile(join(path, 'package.json'), JSON.stringify(manifest));
  const client = aClient({ driver: 'mcp', source: { kind: 'path', path, install: true }, command: ['acme'] });
  const installed = await installer(root).install(client);
  const modules = dirname(dirname(installed.source.kind === 'path' ? installed.source.path : ''));
  expect(dirname(dirname(modules))).toBe(join(root, '.parity/clients/acme'));
  expect(installed).toMatchObject({
    source: { kind: 'path', path: join(modules, '@acme/mcp') },
    command: [join(modules, '.bin/acme')],
  });
  expect((await stat(join(modules, '@acme/mcp/dist/cli.js'))).isFile()).toBe(true);
  for (const absent of ['left-out.txt', 'ran'])
    await expect(stat(join(modules, '@acme/mcp', absent))).rejects.toThrow('ENOENT');
});

it('installs nothing offline, and names the command that installs the client', async () => {
  const [root, path] = [await aFolder(), await aFolder()];
  await writeFile(join(path, 'pyproject.toml'), '[project]\n');
  const client = aClient({ source: { kind: 'path', path, install: true }, runtime: PYTHON });
  const signal = new AbortController().signal;
  await expect(installClient(client, { root, env: { PATH: process.env.PATH }, signal, offline: true })).rejects.toThrow(
    expect.objectContaining({ exitCode: 3, hint: expect.stringContaining(`parity install ${client.name} --base`) }),
  );
});

it('ignores the .npmrc and the install scripts of a client', async () => {
  const [root, path] = [await aFolder(), await aFolder()];
  const registry = await serve((_, response) => void response.end('{}'));
  const mark = join(root, 'ran');
  const shell = join(path, 'shell.sh');
  const scripts = Object.fromEntries(
    ['preinstall', 'install', 'postinstall', 'prepare', 'prepack'].map((name) => [name, `touch ${mark}`]),
  );
  await writeFile(
    join(path, 'package.json'),
    JSON.stringify({ name: 'acme', version: '1.0.0', main: 'index.js', scripts }),
  );
  await writeFile(join(path, 'index.js'), '');
  await writeFile(shell, `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 });
  const settings = { registry: registry.origin, 'script-shell': shell, git: shell, 'ignore-scripts': 'false' };
  const npmrc = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(join(path, '.npmrc'), npmrc.join(''));
  const { install } = installer(root, { PARITY_MAIN_KEY: 'canary' });
  await install(aClient({ driver: 'node', source: { kind: 'path', path, install: true } }));
  expect(existsSync(mark)).toBe(false);
  expect(registry.seen).toEqual([]);
});

it("ignores the user's settings of pip and npm, which may contain passwords and programs", async () => {
  const [root, home] = [await aFolder(), await aFolder()];
  const env = { HOME: home, PIP_CONFIG_FILE: join(home, 'pip.conf'), npm_config_userconfig: join(home, '.npmrc') };
  const installed = await installer(root, env).install(fromPip('acme'));
  const asked = (await readFile(join(folderOf(installed), 'venv/asked.txt'), 'utf8')).split('\n');
  expect(
    asked.filter(
      (line) => /^(HOME|PIP_CONFIG_FILE|npm_config_userconfig|XDG_CONFIG_HOME)=/.test(line) && line.includes(home),
    ),
  ).toEqual([]);
});
