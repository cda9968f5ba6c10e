import { cp, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pythonOf } from '../driver/driver-program.ts';
import { runTool, type ToolContext } from './run-tool.ts';

/** Into a virtual environment, `venv/`. */
export async function installWithPip(context: ToolContext): Promise<void> {
  const { client, folder } = context;
  const venv = join(folder, 'venv');
  const python = client.driver === 'python' ? pythonOf(client) : 'python3';
  const install = (requirement: string) =>
    runTool([join(venv, 'bin/python'), '-m', 'pip', 'install', '--quiet', requirement], context);
  await runTool([python, '-m', 'venv', venv], context);
  if (client.source.kind !== 'path') return install(client.source.requirement);
  // Building it in place would leave files in the client's source. The project may lie in that source, so the copy does not.
  const copy = await mkdtemp(join(tmpdir(), 'parity-source-'));
  try {
    await cp(await realpath(client.source.path), copy, {
      recursive: true,
      filter: (path) => !LEFT_OUT.has(basename(path)),
    });
    await install(copy);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

const LEFT_OUT = new Set(['.venv', 'venv', 'node_modules', '.parity', '.tox', '__pycache__']);

/** Into `node_modules/`, as it would be published; its scripts are not run. */
export async function installWithNpm(context: ToolContext): Promise<void> {
  const { source } = context.client;
  await writeFile(join(context.folder, 'package.json'), '{ "private": true }\n');
  const options = ['--ignore-scripts', '--install-links', '--no-audit', '--no-fund', '--loglevel=error'];
  const requirement = source.kind === 'path' ? source.path : source.requirement;
  await runTool(['npm', 'install', ...options, '--', requirement], context);
}
