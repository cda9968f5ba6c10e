import { join } from 'node:path';
import { tryParseJson } from '../../lib/json-text.ts';
import { parseYamlDocument } from '../../lib/parse-yaml.ts';
import { readTextFile } from '../../load/read-text-file.ts';
import { isJsonObject, type Json } from '../../model/json.ts';

export interface Locked {
  readonly version: string;
  readonly resolved?: string;
  readonly integrity?: string;
}

export async function lockedAt(folder: string, name: string): Promise<Locked | undefined> {
  for (const [file, read] of Object.entries(LOCK_FILES)) {
    const text = await readTextFile(join(folder, file)).catch(() => undefined);
    const found = text === undefined ? undefined : read(text, name);
    if (found !== undefined) return found;
  }
}

type ReadLock = (text: string, name: string) => Locked | undefined;

const LOCK_FILES: { readonly [file: string]: ReadLock } = {
  'package-lock.json': readNpm,
  'npm-shrinkwrap.json': readNpm,
  'pnpm-lock.yaml': readPnpm,
  'yarn.lock': readYarn,
  'bun.lock': readBun,
};

function readNpm(text: string, name: string): Locked | undefined {
  const entry = memberOf(tryParseJson(text), 'packages', `node_modules/${name}`);
  return lockedOf(memberOf(entry, 'version'), memberOf(entry, 'resolved'), memberOf(entry, 'integrity'));
}

/** In format 6, a single project has no `importers`, and package names begin with a slash. */
function readPnpm(text: string, name: string): Locked | undefined {
  const lock: Json | undefined = parseYamlDocument(text)?.toJS();
  const project = memberOf(lock, 'importers', '.') ?? lock;
  const [entry] = ['devDependencies', 'dependencies'].flatMap((list) => memberOf(project, list, name) ?? []);
  const said = memberOf(entry, 'version') ?? entry;
  // A version such as `1.0.0(react@19.0.0)` also contains peer dependencies.
  const version = typeof said === 'string' ? said.replace(/\(.*/s, '') : undefined;
  const keys = [`${name}@${version}`, `/${name}@${version}`];
  const [integrity] = keys.flatMap((key) => memberOf(lock, 'packages', key, 'resolution', 'integrity') ?? []);
  return lockedOf(version, version, integrity);
}

/** Reads the `yarn.lock` of Yarn 1, and the YAML that Yarn 2 and later versions write. */
function readYarn(text: string, name: string): Locked | undefined {
  const block = text.split(/\n(?=\S)/).find((each) => each.replace(/^"/, '').startsWith(`${name}@`));
  const said = (key: string) => new RegExp(`^  ${key}:? "?([^"\\n]+)`, 'm').exec(block ?? '')?.[1];
  return lockedOf(said('version'), said('resolved'), said('integrity') ?? said('checksum'));
}

/** `bun.lock` is JSON with trailing commas and one line per package. */
function readBun(text: string, name: string): Locked | undefined {
  const line = text.split('\n').find((each) => each.trim().startsWith(`${JSON.stringify(name)}: [`)) ?? '';
  const [, version] = /\["(?:@[^/"]+\/)?[^@"]+@([^"]+)"/.exec(line) ?? [];
  return lockedOf(version, version, /"(sha\d+-[^"]+)"/.exec(line)?.[1]);
}

function lockedOf(version?: Json, resolved?: Json, integrity?: Json): Locked | undefined {
  if (typeof version !== 'string') return undefined;
  return {
    version,
    ...(typeof resolved === 'string' && { resolved }),
    ...(typeof integrity === 'string' && { integrity }),
  };
}

function memberOf(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((inner, key) => (isJsonObject(inner) ? inner[key] : undefined), value);
}
