import { cp, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pythonOf } from '../driver/driver-program.ts';
import { runTool, type ToolContext } from './run-tool.ts';

/** Into a virtual environment, `venv/`. */
export async function installWithPip(context: ToolContext): Promise<void> {
  const { client, folder, scratch } = context;
  const venv = join(folder, 'venv');
  const python = client.driver === 'python' ? pythonOf(client) : 'python3';
  await runTool([python, '-m', 'venv', venv], context);
  await runTool([join(venv, 'bin/python'), '-m', 'pip', 'install', '--quiet', await pipRequirement()], context);

  /** A folder is copied first: building it in place would leave files in the client's source. */
  async function pipRequirement(): Promise<string> {
    if (client.source.kind !== 'path') return client.source.requirement;
    const copy = join(scratch, 'source');
    await cp(client.source.path, copy, { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) });
    return copy;
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
