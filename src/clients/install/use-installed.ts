import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '../../model/client.ts';
import type { Tool } from './install-client.ts';

/** The client with its interpreter, its folder and its program from the installation. */
export async function useInstalled(
  client: Client,
  { tool, folder }: { readonly tool: Tool; readonly folder: string },
): Promise<Client> {
  const programs = join(folder, tool === 'pip' ? 'venv/bin' : 'node_modules/.bin');
  const command = withProgram(client.command, programs);
  if (tool === 'pip')
    return { ...client, command, runtime: client.driver === 'python' ? join(programs, 'python') : client.runtime };
  const path = join(folder, 'node_modules', await installedName(folder));
  return { ...client, command, source: { kind: 'path', path, install: true } };
}

function withProgram([program, ...args]: readonly string[], folder: string): readonly string[] {
  if (program === undefined) return [];
  const own = join(folder, program);
  return [!/[\\/]/.test(program) && existsSync(own) ? own : program, ...args];
}

/** The one dependency of the folder's own package. */
async function installedName(folder: string): Promise<string> {
  const text = await readFile(join(folder, 'package.json'), 'utf8');
  const { dependencies } = JSON.parse(text) as { readonly dependencies?: { readonly [name: string]: string } }; // written by npm
  return Object.keys(dependencies ?? {})[0] ?? '';
}
