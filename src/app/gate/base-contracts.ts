import { existsSync } from 'node:fs';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { runCommand } from '../../clients/install/run-command.ts';
import { userError } from '../../lib/error.ts';
import { tryParseJson } from '../../lib/json-text.ts';
import { shortHash } from '../../lib/stable-hash.ts';
import { readTextFile } from '../../load/read-text-file.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import type { Workspace } from '../../model/workspace.ts';
import { type Locked, lockedAt } from './locked-package.ts';

type Place = Pick<Workspace, 'root' | 'config'>;

/** The contracts package of the base, if its version differs from the version at the head. */
interface Pinned {
  /** For example, `@acme/contracts@1.2.0`. */
  readonly wanted: string;
  /** Folder in which `parity install` installs the package for `parity gate`. */
  readonly folder: string;
}

/** @throws contracts-missing if the base's version of the contracts package is not installed */
export async function useBaseContracts(tree: string, place: Place): Promise<void> {
  const pinned = await findPinned(tree, place);
  if (pinned === null) return;
  const modules = join(pinned.folder, 'node_modules');
  if (!existsSync(modules))
    throw userError(
      'contracts-missing',
      `the contracts of the base revision, ${pinned.wanted}, are not installed, and a gate does not use the network`,
      {
        exitCode: 3,
        hint: 'Before the gate, run `parity install NAME --base REVISION` with the same client and base.',
      },
    );
  await symlink(modules, join(tree, 'node_modules'));
}

interface InstallOptions {
  readonly env: { readonly [name: string]: string | undefined };
  readonly signal: AbortSignal;
  readonly tell: (line: string) => void;
}

export async function installBaseContracts(tree: string, place: Place, options: InstallOptions): Promise<void> {
  const pinned = await findPinned(tree, place);
  if (pinned === null || existsSync(join(pinned.folder, 'node_modules'))) return;
  const { wanted, folder } = pinned;
  options.tell(`installing ${wanted}, the contracts of the base, into ${folder}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(place.root, '.parity', '.gitignore'), '*\n');
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  let said = '';
  const keep = (text: string) => {
    said = (said + text).slice(-2000);
  };
  const ended = await runCommand({
    command: ['npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund', wanted],
    ...{ cwd: folder, env: definedOf(options.env), out: keep, err: keep, signal: options.signal },
  });
  if (ended === null) return;
  await rm(folder, { recursive: true, force: true });
  throw userError('contracts-missing', `npm cannot install ${wanted}, the contracts of the base: ${ended}\n${said}`, {
    exitCode: 3,
  });
}

async function findPinned(tree: string, { root, config }: Place): Promise<Pinned | null> {
  const [, name] = /^(?:\.\/)?node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(config.contracts) ?? [];
  if (name === undefined || existsSync(join(tree, 'node_modules'))) return null;
  const [before, now] = await Promise.all([tree, root].map((folder) => pinnedAt(folder, name)));
  if (before === undefined || (now !== undefined && keyOf(before) === keyOf(now))) return null;
  const file = [await declaredAt(tree, name), before.resolved].find((each) => String(each).startsWith('file:'));
  const wanted =
    file === undefined ? `${name}@${before.version}` : `file:${resolve(root, String(file).slice('file:'.length))}`;
  return { wanted, folder: join(root, '.parity', 'contracts', shortHash([name, keyOf(before)], 12)) };
}

/** Prefers the exact version in the lock file to the range in package.json. */
async function pinnedAt(folder: string, name: string): Promise<Locked | undefined> {
  const locked = await lockedAt(folder, name);
  if (locked !== undefined) return locked;
  const declared = await declaredAt(folder, name);
  return typeof declared === 'string' ? { version: declared } : undefined;
}

function keyOf({ integrity, version, resolved }: Locked): string {
  return integrity ?? `${version} ${resolved}`;
}

async function declaredAt(folder: string, name: string): Promise<Json | undefined> {
  const project = tryParseJson(await readTextFile(join(folder, 'package.json')).catch(() => ''));
  if (!isJsonObject(project)) return undefined;
  const lists = [project.devDependencies, project.dependencies].filter(isJsonObject);
  return lists.map((list) => list[name]).find((each) => each !== undefined);
}

function definedOf(env: InstallOptions['env']): { readonly [name: string]: string } {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
