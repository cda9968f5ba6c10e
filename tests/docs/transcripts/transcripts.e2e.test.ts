import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ShopDefect } from '../../../src/sandbox/shop/orders.ts';
import { type ShopServer, startShop } from '../../../src/sandbox/shop/start-shop.ts';
import { command, REPOSITORY } from '../../helpers/command.ts';
import { commandNames } from '../../helpers/help-of.ts';
import { writeProject } from '../../helpers/project.ts';
import { CLIENT_SCENES } from './client-scenes.ts';
import { FILE_SCENES } from './file-scenes.ts';
import { PROJECT_FILES, type Scene, type Scenes } from './scene.ts';
import { SERVER_SCENES } from './server-scenes.ts';
import { typeLine } from './type-line.ts';

let shop: ShopServer;
let broken: ShopServer;
let bin: string;
/** The contracts that an import of the shop writes. */
let contracts: string;
beforeAll(async () => {
  shop = await startShop(0, new Set<ShopDefect>());
  broken = await startShop(0, new Set<ShopDefect>(['limit-unchecked']));
  bin = mkdtempSync(join(tmpdir(), 'parity-bin-'));
  chmodSync(join(REPOSITORY, 'dist/cli.js'), 0o755);
  symlinkSync(join(REPOSITORY, 'dist/cli.js'), join(bin, 'parity'));
  contracts = mkdtempSync(join(tmpdir(), 'parity-shop-'));
  await command(['import', 'openapi', `${shop.origin}/openapi.json`], { cwd: contracts });
});
afterAll(async () => {
  await Promise.all([shop.close(), broken.close()]);
  for (const folder of [bin, contracts]) rmSync(folder, { recursive: true });
});

const SCENES: Scenes = { ...FILE_SCENES, ...SERVER_SCENES, ...CLIENT_SCENES };
const FOLDER = join(REPOSITORY, 'docs/transcripts');

describe('what a command prints', () => {
  it.each(Object.entries(SCENES))('is in docs/transcripts/%s.txt', async (name, scenes) => {
    const texts: string[] = [];
    for (const scene of scenes) texts.push(await play(scene));
    await expect(texts.join('\n')).toMatchFileSnapshot(join(FOLDER, `${name}.txt`));
  });

  it('has one file for each command', async () => {
    const names = Object.keys(SCENES);
    expect(readdirSync(FOLDER).toSorted()).toEqual(names.map((name) => `${name}.txt`).toSorted());
    const words = names.map((name) => name.split('-')[0]);
    for (const name of await commandNames()) expect(words).toContain(name);
  });
});

/** Types the lines of a scene in a new project, and returns what a terminal shows. */
async function play({ title, project, files, before = [], lines }: Scene): Promise<string> {
  const cwd = await writeProject({ ...PROJECT_FILES[project], ...files }, {});
  const show = async (line: string, until?: RegExp, request?: string) => {
    const { exitCode, output } = await typeLine(withAddresses(line), { cwd, env: environment(line), until, request });
    return `$ ${line}\n${masked(output, cwd)}[exit ${exitCode}]\n`;
  };
  if (project !== 'empty') cpSync(contracts, cwd, { recursive: true, force: false });
  for (const line of before) await show(line);
  const parts = title === undefined ? [] : [`# ${title}\n`];
  for (const each of lines)
    parts.push(typeof each === 'string' ? await show(each) : await show(each.line, each.until, each.request));
  return parts.join('\n');
}

function withAddresses(line: string): string {
  return line.replaceAll('SHOP', shop.origin).replaceAll('BROKEN', broken.origin);
}

function environment(line: string): NodeJS.ProcessEnv {
  const key = line.includes('BROKEN') ? broken.key : shop.key;
  return { PATH: [bin, process.env.PATH].join(delimiter), HOME: bin, NO_COLOR: '1', PARITY_MAIN_KEY: key };
}

/** Replaces the parts that vary between runs, such as the number of exchanges. */
function masked(text: string, cwd: string): string {
  return text
    .replaceAll(shop.origin, 'SHOP')
    .replaceAll(broken.origin, 'BROKEN')
    .replaceAll(cwd, 'FOLDER')
    .replace(/127\.0\.0\.1:\d{4,}/g, '127.0.0.1:PORT')
    .replace(/^(Run +)[a-z0-9]{6},/gm, '$1RUN,')
    .replace(/\bparity-[a-z0-9]{6}-(?=\$)/g, 'parity-RUN-')
    .replace(/\bord_[0-9a-f]{12}\b/g, 'ord_…')
    .replace(/\bshop_[0-9a-f]{32}\b/g, 'shop_…')
    .replace(/\b[0-9a-f]{9}\b/g, 'COMMIT')
    .replace(process.versions.node, 'VERSION')
    .replace(/\d{4}-\d{2}-\d{2}T[\d:.]+(Z|…)/g, 'TIME')
    .replace(/\d+ exchanges? in/g, 'N exchanges in')
    .replace(/ in \d+(\.\d+)? ?m?s\b/g, ' in TIME')
    .replace(/^changed: .*\n/gm, '');
}
