import { readdir, readFile, readlink } from 'node:fs/promises';
import { listProcesses, readProcess } from './proc-files.ts';

/** Whose a listening socket is. `unknown`: this system does not tell, or not to us. */
export type SocketOwner = 'group' | 'other' | 'unknown';

const LISTEN = '0A';

/** Does the port's listening socket belong to the process group? Read from `/proc`, where there is one. */
export async function socketOwner(port: number, group: number): Promise<SocketOwner> {
  const inodes = await listeningInodes(port);
  if (inodes.size === 0) return 'unknown';
  let owner: SocketOwner = 'unknown';
  for (const pid of await listProcesses()) {
    if (!(await holdsSocket(pid, inodes))) continue;
    if ((await readProcess(pid)).group === group) return 'group';
    owner = 'other';
  }
  return owner;
}

async function listeningInodes(port: number): Promise<ReadonlySet<string>> {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map(readTable));
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  const rows = tables.flatMap((table) => table.split('\n').slice(1));
  return new Set(
    rows.flatMap((row) => {
      const [, local = '', , state, , , , , , inode = ''] = row.trim().split(/\s+/);
      return state === LISTEN && local.endsWith(`:${wanted}`) ? [inode] : [];
    }),
  );
}

function readTable(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

async function holdsSocket(pid: string, inodes: ReadonlySet<string>): Promise<boolean> {
  const folder = `/proc/${pid}/fd`;
  const descriptors = await readdir(folder).catch(() => []);
  const links = await Promise.all(descriptors.map((name) => readlink(`${folder}/${name}`).catch(() => '')));
  return links.some((link) => link.startsWith('socket:[') && inodes.has(link.slice(8, -1)));
}
