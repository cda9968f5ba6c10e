import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { childEnvironment } from './examples/example-project.ts';
import { REPOSITORY } from './helpers/command.ts';

let folder: string;
let packed: {
  readonly filename: string;

  readonly files: readonly PackedFile[];
};

/** npm runs without a network and with its own cache. */
function npm(args: readonly string[], cwd: string): string {
  const env = { ...childEnvironment(), npm_config_cache: join(folder, 'cache'), npm_config_offline: 'true' };
  return execFileSync('npm', args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

interface PackedFile {
  readonly path: string;
  readonly size: number;
}

/** Tests leave chunks of earlier builds in dist/ for other processes. These chunks do not count. */
async function sizeOf(files: readonly PackedFile[]): Promise<number> {
  const chunk = /^dist\/[^/]+\.js$/;
  const reached = new Set(files.map(({ path }) => path).filter((path) => !chunk.test(path)));
  for (const entry of ['cli', 'index', 'vitest', 'vitest-plugin']) reached.add(`dist/${entry}.js`);
  for (const path of reached) {
    if (!path.endsWith('.js')) continue;
    const text = await readFile(join(REPOSITORY, path), 'utf8');
    for (const [, name = ''] of text.matchAll(/["'`](?:\.\.?\/)+([\w.-]+\.js)["'`]/g)) reached.add(`dist/${name}`);
  }
  return files.filter(({ path }) => reached.has(path)).reduce((sum, { size }) => sum + size, 0);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parity-package-'));
  [packed] = JSON.parse(npm(['pack', '--ignore-scripts', '--json', '--pack-destination', folder], REPOSITORY));
  const root = join(folder, 'project/node_modules/wireparity');
  await mkdir(root, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, packed.filename), '--strip-components=1', '-C', root]);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the package', () => {
  it('is under 6 MB and declares nothing that it bundles', async () => {
    expect(await sizeOf(packed.files)).toBeLessThan(6_000_000);
    const { dependencies } = JSON.parse(await readFile(join(REPOSITORY, 'package.json'), 'utf8'));
    expect(dependencies).toBeUndefined();
  });

  it('runs with npx in an empty folder without a network', async () => {
    const empty = await mkdtemp(join(folder, 'empty-'));
    const file = join(folder, packed.filename);
    expect(npm(['exec', '--yes', `--package=${file}`, '--', 'parity', 'explain', 'field-misplaced'], empty)).toContain(
      'field-misplaced',
    );
    expect(await readdir(empty)).toEqual([]);
  });

  it('names the licence of each bundled package', async () => {
    const names = packed.files.map(({ path }) => path);
    expect(names).toContain('dist/LICENSES.txt');
    const licences = await readFile(join(REPOSITORY, 'dist/LICENSES.txt'), 'utf8');
    for (const name of ['ajv', 'commander', 'undici', 'yaml', 'zod', '@scalar/openapi-upgrader', 'parse5'])
      expect(licences).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, 'm'));
    expect(licences).not.toContain('(undefined)');
  });

  it('has types that a strict TypeScript project accepts without other packages', async () => {
    const root = join(folder, 'project');
    await writeFile(join(root, 'package.json'), '{ "type": "module" }');
    await writeFile(
      join(root, 'use.ts'),
      `import { openContracts, run, trace, type Finding, type Verdict } from 'wireparity';
const { verdict } = await run({ target: 'staging', shard: { index: 1, total: 3 } });
export const causes: Verdict['causes'] = verdict?.causes ?? [];
const { clients } = await trace({ clients: ['sdk'] });
for (const each of clients) if ('error' in each) each.error.hint?.trim(); else each.surface.methods;
export const found: readonly Finding[] = (await openContracts()).check({ status: 200, headers: [], body: new Uint8Array() }, 'a.b');
// @ts-expect-error: there is no such option
await run({ tarket: 'staging' });
`,
    );
    const program = ts.createProgram([join(root, 'use.ts')], {
      ...{ module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2023, strict: true, noEmit: true, types: [] },
      ...{ exactOptionalPropertyTypes: true },
    });
    const messages = ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText, file }) => `${file?.fileName}: ${JSON.stringify(messageText)}`);
    expect(messages).toEqual([]);
  });
});
