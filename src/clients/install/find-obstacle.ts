import { existsSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Client } from '../../model/client.ts';
import { findProgram } from '../driver/find-program.ts';
import { installationsOf, keptInstallations } from './kept-installations.ts';

interface ObstacleContext {
  readonly root: string;
  readonly env: { readonly [name: string]: string | undefined };
}

export async function findObstacle(client: Client, { root, env }: ObstacleContext): Promise<string | undefined> {
  const { source, name } = client;
  if (source.kind === 'path' && !existsSync(source.path)) return `the client's source ${source.path} does not exist`;
  const needsInstall = source.kind !== 'path' || source.install;
  if (needsInstall && !(await keptInstallations(installationsOf(root, name)).hasAny())) {
    return `the client is not installed yet; run \`parity trace ${name}\` to install it`;
  }
  if (needsInstall) return undefined;
  const program = programOf(client);
  if (program === undefined || (await isProgram(program, env))) return undefined;
  return `the program "${program}" is not on the PATH`;
}

/** Returns the program that must be on the PATH, or undefined if the program is `node` or a path. */
export function programOf({ driver, runtime, command, source }: Client): string | undefined {
  const program = driver === 'python' ? (runtime ?? 'python3') : findProgram(command, source)[0];
  return program === undefined || program === 'node' || program.includes('/') ? undefined : program;
}

export async function isProgram(name: string, env: ObstacleContext['env']): Promise<boolean> {
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    try {
      await access(join(folder, name), constants.X_OK);
      return true;
    } catch {
      // this folder does not contain the program
    }
  }
  return false;
}
