import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '../../model/client.ts';
import { installStamp } from './install-stamp.ts';
import { installationsOf, keptInstallations } from './kept-installations.ts';
import { installWithNpm, installWithPip } from './package-tools.ts';
import type { ToolContext } from './run-tool.ts';
import { useInstalled } from './use-installed.ts';

export interface InstallOptions {
  /** Of the project: clients are installed below `<root>/.parity/clients/<name>/`. */
  readonly root: string;
  readonly env: { readonly [name: string]: string | undefined };
  readonly signal: AbortSignal;
  /** What a person who waits is told, once, when there is something to install. */
  readonly tell?: (line: string) => void;
}

/**
 * The client as it is to be started: one from a package, or with `install: true`, out of an environment of its own, which
 * is made when there is none that was made from the same. Any other client comes back as it is.
 * @throws CLIENT_FAILED with the last lines of the tool that could not install it.
 */
export async function installClient(client: Client, options: InstallOptions): Promise<Client> {
  if (client.source.kind === 'path' && !client.source.install) return client;
  const home = join(options.root, '.parity');
  const tool = toolOf(client);
  const stamp = await installStamp(client, tool);
  const kept = keptInstallations(installationsOf(options.root, client.name));
  const fill = async (folder: string) => {
    options.tell?.(`installing ${client.name} into ${folder}`);
    const scratch = join(folder, 'tmp');
    await mkdir(scratch);
    await writeFile(join(home, '.gitignore'), '*\n');
    const context: ToolContext = { ...options, client, folder, scratch, cache: join(home, 'cache') };
    await (tool === 'pip' ? installWithPip(context) : installWithNpm(context));
    await rm(scratch, { recursive: true, force: true });
  };
  const folder = (await kept.find(stamp)) ?? (await kept.add(stamp, fill));
  return useInstalled(client, { tool, folder });
}

export type Tool = 'pip' | 'npm';

/** What a folder is installed with: of a server or a command, its own files tell. */
function toolOf({ driver, source }: Client): Tool {
  if (source.kind !== 'path') return source.kind;
  if (driver === 'python' || driver === 'node') return driver === 'python' ? 'pip' : 'npm';
  return existsSync(join(source.path, 'package.json')) ? 'npm' : 'pip';
}
