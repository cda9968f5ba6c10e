import { randomBytes } from 'node:crypto';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { type UserError, userError } from '../../lib/error.ts';
import { compilePattern } from '../../lib/pattern.ts';
import type { CommandTarget } from '../../model/target.ts';
import type { ConnectionOptions } from '../http/dialer.ts';
import { awaitReady, type ReadyAnswer, readyUrl } from './await-ready.ts';
import type { Environment } from './credentials.ts';
import { connectionProblem, portOf } from './is-listening.ts';
import { listProcesses, readProcess } from './proc-files.ts';
import { type ProcessGroup, startGroup } from './process-group.ts';

/** How we know that it is the started server that answers. */
export type Proof = 'nonce' | 'socket' | 'none';

export interface StartedCommand {
  readonly proof: Proof;
  close(): Promise<void>;
}

export interface CommandOptions {
  /** What the command inherits; credentials of actors are not among it unless the user's environment has them. */
  readonly env: Environment;
  /** Takes secrets out of a line of output. */
  readonly redact?: (line: string) => string;
  readonly onOutput?: (line: string) => void;
  readonly signal: AbortSignal;
  readonly connection: ConnectionOptions;
}

/** Starts the server and waits until it is ready. Nothing of it is left when this throws. */
export async function startCommand(target: CommandTarget, options: CommandOptions): Promise<StartedCommand> {
  if (await alreadyAnswers(target)) {
    if (target.reuseExisting) return { proof: 'none', close: async () => {} };
    throw portInUse(target);
  }
  const nonce = randomBytes(12).toString('hex');
  const pattern = target.ready.log === undefined ? undefined : compilePattern(target.ready.log);
  let logMatched = false;
  const group = await startGroup({
    command: target.command,
    cwd: target.cwd,
    env: { ...options.env, ...target.env, PARITY_NONCE: nonce },
    mark: `PARITY_NONCE=${nonce}`,
    readLine: options.redact,
    onLine: (line) => {
      if (pattern?.test(line) === true) logMatched = true;
      options.onOutput?.(line);
    },
  });
  const close = () => group.stop(target.stopTimeoutMs);
  try {
    const { signal, connection } = options;
    const answer = await awaitReady({ target, group, connection, logMatched: () => logMatched, signal });
    return { proof: await proveServer(target, group, { answer, nonce }), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function alreadyAnswers(target: CommandTarget): Promise<boolean> {
  const urls = [new URL(target.url), readyUrl(target)].filter((url) => url !== undefined);
  const problems = await Promise.all(urls.map((url) => connectionProblem(url, 1000, target.connection?.socket)));
  return problems.includes(null);
}

interface Shown {
  readonly answer: ReadyAnswer;
  readonly nonce: string;
}

async function proveServer(target: CommandTarget, group: ProcessGroup, shown: Shown): Promise<Proof> {
  const seen = shown.answer?.nonce ?? null;
  if (seen === shown.nonce) return 'nonce';
  if (seen !== null) throw wrongServer(target, 'its X-Parity-Nonce is not the one that we gave');
  if (target.connection?.socket !== undefined) return 'none';
  const owner = await socketOwner(portOf(new URL(target.url)), group.pid);
  if (owner === 'other') throw wrongServer(target, 'the listening socket belongs to a process that we did not start');
  return owner === 'group' ? 'socket' : 'none';
}

function portInUse(target: CommandTarget): UserError {
  return userError(
    'port-taken',
    `expected nothing at ${target.url} before "${target.command.join(' ')}" is started, but a server answers there`,
    { exitCode: 3, hint: 'Stop it, change the port, or set "reuse_existing: true" on the target.' },
  );
}

function wrongServer(target: CommandTarget, why: string): UserError {
  return userError('server-unexpected', `another server than the started one answers at ${target.url}: ${why}`, {
    exitCode: 3,
    hint: 'Stop the other server or change the port; for a server that something else runs, use a target with only "url".',
  });
}

/** Whose a listening socket is. `unknown`: this system does not tell, or not to us. */
type SocketOwner = 'group' | 'other' | 'unknown';

const LISTEN = '0A';

/** Does the port's listening socket belong to the process group? Read from `/proc`, where there is one. */
async function socketOwner(port: number, group: number): Promise<SocketOwner> {
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
