import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { REPOSITORY } from '../helpers/command.ts';

/** Copies a folder of `examples/` and its packages. The copy uses a free port. */
export async function exampleProject(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parity-example-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const root = join(folder, 'examples', name);
  await cp(join(REPOSITORY, 'examples', name), root, {
    recursive: true,
    filter: (path) => !/node_modules|reports$/.test(path),
  });
  for (const shared of ['contracts', 'suites']) await symlink(join(REPOSITORY, shared), join(folder, shared));
  await mkdir(join(root, 'node_modules'));
  // wireparity is copied and not linked, because vitest transforms every file of a linked package.
  for (const part of ['package.json', 'dist', 'schema'])
    await cp(join(REPOSITORY, part), join(root, 'node_modules/wireparity', part), { recursive: true });
  for (const each of ['vitest', 'typescript'])
    await symlink(join(REPOSITORY, 'node_modules', each), join(root, 'node_modules', each));
  const config = await readFile(join(root, 'parity.config.yaml'), 'utf8');
  await writeFile(join(root, 'parity.config.yaml'), config.replaceAll('41731', String(await freePort())));
  return root;
}

export async function edit(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not have ${from}`);
  await writeFile(file, text.replace(from, to));
}

export interface NodeResult {
  readonly exitCode: number;
  readonly output: string;
}

export function runNode(args: readonly string[], cwd: string): Promise<NodeResult> {
  return new Promise((done) => {
    execFile(process.execPath, args, { cwd, env: childEnvironment() }, (error, stdout, stderr) => {
      done({ exitCode: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr });
    });
  });
}

/** Returns the environment without the variables of vitest, GitHub and CI. */
export function childEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(?:VITEST|VITE|CI$|GITHUB|TEST$|NODE_ENV)/.test(name));
  return { ...Object.fromEntries(own), NO_COLOR: '1' };
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
