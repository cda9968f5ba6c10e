import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shortHash } from '../../lib/stable-hash.ts';

/** Parallel processes can use an installation, because a complete folder is never changed. */
interface KeptInstallations {
  readonly hasAny: () => Promise<boolean>;
  /** Returns the folder of a complete installation with this content. */
  readonly find: (stamp: string) => Promise<string | undefined>;
  /** Fills a new folder by calling `fill`, and removes the folders that were not used for the longest time. */
  readonly add: (stamp: string, fill: (folder: string) => Promise<void>) => Promise<string>;
}

/** An installation is complete if its folder contains this file. */
const STAMP_FILE = 'installed.json';

/** This number of installations is enough for two branches and their base commits. */
const MOST_KEPT = 4;
/** An incomplete folder is removed after one hour, because the process that filled the folder has ended by then. */
const GIVEN_UP_MS = 60 * 60 * 1000;

/** `home` is the folder that {@link installationsOf} returns. */
export function keptInstallations(home: string, now: () => number = Date.now): KeptInstallations {
  return {
    hasAny: async () => {
      const stamps = (await namesIn(home)).map((name) => stat(join(home, name, STAMP_FILE)).catch(() => undefined));
      return (await Promise.all(stamps)).some((found) => found !== undefined);
    },
    find: async (stamp) => {
      const prefix = folderPrefix(stamp);
      for (const name of (await namesIn(home)).filter((each) => each.startsWith(prefix))) {
        const file = join(home, name, STAMP_FILE);
        if ((await readFile(file, 'utf8').catch(() => '')) !== stamp) continue;
        await utimes(file, now() / 1000, now() / 1000).catch(() => undefined);
        return join(home, name);
      }
      return undefined;
    },
    add: async (stamp, fill) => {
      const folder = join(home, `${folderPrefix(stamp)}${randomBytes(3).toString('hex')}`);
      await mkdir(folder, { recursive: true });
      try {
        await fill(folder);
        await writeFile(join(folder, STAMP_FILE), stamp);
      } catch (error) {
        await rm(folder, { recursive: true, force: true });
        throw error;
      }
      await removeOld(home, now());
      return folder;
    },
  };
}

export function installationsOf(root: string, client: string): string {
  return join(root, '.parity', 'clients', client);
}

function folderPrefix(stamp: string): string {
  return `${shortHash([stamp], 8)}-`;
}

async function namesIn(home: string): Promise<readonly string[]> {
  return (await readdir(home).catch(() => [])).toSorted();
}

async function removeOld(home: string, now: number): Promise<void> {
  const complete: { readonly folder: string; readonly usedMs: number }[] = [];
  for (const name of await namesIn(home)) {
    const folder = join(home, name);
    const used = await stat(join(folder, STAMP_FILE)).catch(() => undefined);
    if (used !== undefined) complete.push({ folder, usedMs: used.mtimeMs });
    else if (now - ((await stat(folder).catch(() => undefined))?.mtimeMs ?? now) > GIVEN_UP_MS) await remove(folder);
  }
  for (const { folder } of complete.toSorted((a, b) => b.usedMs - a.usedMs).slice(MOST_KEPT)) await remove(folder);
}

/** If an error prevents the removal, the next installation removes the folder. */
async function remove(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}
