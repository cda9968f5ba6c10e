import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ShopDefect } from '../../src/sandbox/shop/orders.ts';
import { type ShopServer, startShop } from '../../src/sandbox/shop/start-shop.ts';
import { command, REPOSITORY } from '../helpers/command.ts';
import { writeProject } from '../helpers/project.ts';

// The tests do not depend on speed.
vi.setConfig({ testTimeout: 120_000 });

let shop: ShopServer;
let broken: ShopServer;
beforeAll(async () => {
  shop = await startShop(0, new Set<ShopDefect>());
  broken = await startShop(0, new Set<ShopDefect>(['limit-unchecked']));
});
afterAll(() => Promise.all([shop.close(), broken.close()]));

/** A command line. SHOP and BROKEN stand for the addresses of the two servers. */
type Line = string;

interface Story {
  /** More files than an import of the shop writes. `null`: the folder is empty. */
  readonly files: { readonly [file: string]: string } | null;
  readonly lines: readonly Line[];
}

const RUN = 'parity run --target SHOP --run-id demo --seed 1';
const FAILING = 'parity run --target BROKEN --run-id demo --seed 1 --operation orders.create';
const MISTAKE =
  'summary: Get.\nrequest: GET /carts/{id}\nauth: key\nfields:\n  id: { in: path, schema: { tpye: string } }\nresponses: { 200: {} }\n';

const STORIES: { readonly [name: string]: Story } = {
  run: {
    files: {},
    lines: [
      RUN,
      FAILING,
      'parity run --target nowhere',
      'parity run --target http://127.0.0.1:9',
      'parity run --target SHOP --run-id demo --grep nothing',
      'parity run --budget soon',
    ],
  },
  check: { files: {}, lines: ['parity check', 'parity check --plan'] },
  'check-mistake': { files: { 'contracts/carts/get.yaml': MISTAKE }, lines: ['parity check', RUN] },
  'no-contracts': {
    files: null,
    lines: ['parity check', 'parity trace', 'parity judge reports/recording.jsonl', 'parity audit'],
  },
  init: {
    files: null,
    lines: [
      'parity init --openapi SHOP/openapi.json --server SHOP',
      'parity init --openapi SHOP/openapi.json --server SHOP',
    ],
  },
  import: {
    files: { 'broken.json': '{"openapi":', 'other.json': '{"swagger":"1.2"}' },
    lines: [
      'parity import openapi SHOP/openapi.json',
      'parity import openapi nowhere.json',
      'parity import openapi broken.json',
      'parity import openapi other.json',
    ],
  },
  diff: {
    files: { 'old.json': documentWith('string'), 'new.json': documentWith('integer') },
    lines: [
      'parity diff openapi old.json new.json',
      'parity diff openapi old.json new.json --fail-on breaking',
      'parity diff openapi old.json old.json',
      'parity diff openapi old.json',
    ],
  },
  judge: { files: {}, lines: [FAILING, 'parity judge reports/recording.jsonl', 'parity judge nowhere.jsonl'] },
  xfail: {
    files: {},
    lines: [
      FAILING,
      'parity xfail --owner api --reason Later. --expires 2099-01-31',
      FAILING,
      'parity xfail --owner api --reason Later. --expires 2099-01-31',
      'parity xfail --from nowhere.json --owner api --reason Later. --expires 2099-01-31',
    ],
  },
  clients: {
    files: {},
    lines: [
      'parity trace shop',
      'parity trace',
      'parity gate --client shop',
      'parity manifest',
      'parity audit',
      'parity install shop',
      'parity capture -- no-such-program',
    ],
  },
  explain: { files: {}, lines: ['parity explain field-misplacd'] },
  usage: {
    files: {},
    lines: [
      'parity',
      'parity rnu',
      'parity run --targt x',
      'parity merge',
      'parity clean',
      'parity config',
      'parity sandbox --example shop --list-defects',
      'parity sandbox --defect nothing',
    ],
  },
};

function documentWith(type: string): string {
  const schema = { type: 'object', properties: { id: { type } } };
  const responses = { 200: { description: 'ok', content: { 'application/json': { schema } } } };
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'A', version: '1' },
    paths: { '/a': { get: { responses } } },
  });
}

describe('what a command prints', () => {
  it.each(Object.entries(STORIES))('is in docs/transcripts/%s.txt', async (name, { files, lines }) => {
    const cwd = await writeProject(files ?? {}, {});
    if (files !== null) await command(['import', 'openapi', `${shop.origin}/openapi.json`], { cwd });
    const parts: string[] = [];
    for (const line of lines) {
      const args = line
        .split(' ')
        .slice(1)
        .map((word) => word.replace('SHOP', shop.origin).replace('BROKEN', broken.origin));
      const key = line.includes('BROKEN') ? broken.key : shop.key;
      const { exitCode, stdout, stderr } = await command(args, { cwd, env: { PARITY_MAIN_KEY: key } });
      parts.push(`$ ${line}\n${masked(stdout + stderr, cwd)}[exit ${exitCode}]\n`);
    }
    await expect(parts.join('\n')).toMatchFileSnapshot(join(REPOSITORY, `docs/transcripts/${name}.txt`));
  });
});

/** Replaces the parts that vary. The number of exchanges varies, because a run sometimes checks that the server still works. */
function masked(text: string, cwd: string): string {
  return text
    .replaceAll(shop.origin, 'SHOP')
    .replaceAll(broken.origin, 'BROKEN')
    .replaceAll(cwd, 'FOLDER')
    .replace(/\bord_[0-9a-f]{12}\b/g, 'ord_…')
    .replace(/\d{4}-\d{2}-\d{2}T[\d:.]+(Z|…)/g, 'TIME')
    .replace(/\d+ exchanges in/g, 'N exchanges in')
    .replace(/ in \d+(\.\d+)? ?m?s\b/g, ' in TIME');
}
