import { randomBytes } from 'node:crypto';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type UserError, userError } from '../../lib/error.ts';
import { errorCode } from '../../lib/error-text.ts';
import { compilePattern } from '../../lib/pattern.ts';
import { previewText } from '../../lib/preview-value.ts';
import { headerValue } from '../../model/http.ts';
import type { CommandTarget } from '../../model/target.ts';
import type { ConnectionOptions } from '../http/dialer.ts';
import { sendAlone } from '../http/transport.ts';
import type { Environment } from './credentials.ts';
import { listProcesses, readProcess } from './proc-files.ts';
import { type ProcessGroup, startGroup } from './process-group.ts';

/** How parity recognises that a response comes from the server that parity started. */
export type Proof = 'nonce' | 'socket' | 'none';

interface StartedCommand {
  readonly proof: Proof;
  close(): Promise<void>;
}

interface CommandOptions {
  /** Contains no credentials, except those from the user's environment. */
  readonly env: Environment;
  readonly redact?: (line: string) => string;
  readonly onOutput?: (line: string) => void;
  readonly signal: AbortSignal;
  readonly connection: ConnectionOptions;
}

/** If the server does not become ready, no process stays running. */
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
  if (seen !== null)
    throw wrongServer(
      target,
      'the response header X-Parity-Nonce differs from PARITY_NONCE, which parity passed to the command',
    );
  if (target.connection?.socket !== undefined) return 'none';
  const owner = await socketOwner(portOf(new URL(target.url)), group.pid);
  if (owner === 'other') throw wrongServer(target, 'its listening socket belongs to another process');
  return owner === 'group' ? 'socket' : 'none';
}

function portInUse(target: CommandTarget): UserError {
  return userError(
    'port-taken',
    `a server already responds at ${target.url}, although "${target.command.join(' ')}" has not been started yet`,
    { exitCode: 3, hint: 'Stop that server, change the port, or set "reuse_existing: true" on the target.' },
  );
}

function wrongServer(target: CommandTarget, why: string): UserError {
  return userError('server-unexpected', `the server at ${target.url} is not the server that parity started: ${why}`, {
    exitCode: 3,
    hint: 'Stop the other server or change the port. If you start the server yourself, use a target with only "url".',
  });
}

/** `unknown` means that the system hides which process listens. */
type SocketOwner = 'group' | 'other' | 'unknown';

const LISTEN = '0A';

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

/** Returns null if a server accepts a connection at the URL's host and port, or at the unix socket. */
export function connectionProblem(url: URL, timeoutMs: number, path?: string): Promise<string | null> {
  return new Promise((resolve) => {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const socket = connect(path === undefined ? { host, port: portOf(url) } : { path });
    const settle = (problem: string | null) => {
      socket.destroy();
      resolve(problem);
    };
    socket.setTimeout(timeoutMs, () => settle('ETIMEDOUT'));
    socket.once('connect', () => settle(null));
    socket.on('error', (error) => settle(errorCode(error) ?? 'ECONNREFUSED'));
  });
}

function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

/** The response to the readiness request, or null if a line of output shows readiness. */
type ReadyAnswer = { readonly nonce: string | null } | null;

interface ReadyOptions {
  readonly target: CommandTarget;
  readonly group: ProcessGroup;
  readonly connection: ConnectionOptions;
  readonly logMatched: () => boolean;
  readonly signal: AbortSignal;
}

/** @throws command-exited at once if the server ends, or command-not-ready after the timeout, both with the server's last output */
async function awaitReady(options: ReadyOptions): Promise<ReadyAnswer> {
  const { target, group } = options;
  const deadline = performance.now() + target.ready.timeoutMs;
  let last = 'no response yet';
  for (let pauseMs = 20; performance.now() < deadline; pauseMs = Math.min(pauseMs * 1.5, 200)) {
    if (options.signal.aborted)
      throw userError('command-interrupted', 'interrupted during the start of the target', { exitCode: 3 });
    const ended = group.ended();
    if (ended !== undefined) {
      await wait(50); // the pipe may still contain output
      throw failed('command-exited', `the command ended with ${ended} before the server was ready`, options);
    }
    const probe = await probeOnce(options);
    if (probe.ready) return probe.answer;
    last = probe.problem;
    await wait(pauseMs);
  }
  throw failed('command-not-ready', `the server was not ready after ${target.ready.timeoutMs} ms (${last})`, options);
}

/** Returns undefined if readiness is only visible in the command's output. */
function readyUrl(target: CommandTarget): URL | undefined {
  if (target.ready.url !== undefined) return new URL(target.ready.url, target.url);
  return target.ready.log === undefined ? new URL(target.url) : undefined;
}

type Probe =
  | { readonly ready: true; readonly answer: ReadyAnswer }
  | { readonly ready: false; readonly problem: string };

async function probeOnce(options: ReadyOptions): Promise<Probe> {
  const { target, logMatched } = options;
  if (target.ready.log !== undefined && !logMatched())
    return { ready: false, problem: `no line of output matches /${target.ready.log}/` };
  const url = readyUrl(target);
  return url === undefined ? { ready: true, answer: null } : probeUrl(url, options);
}

async function probeUrl(url: URL, { target, connection, signal }: ReadyOptions): Promise<Probe> {
  const own = url.origin === new URL(target.url).origin;
  const { response, failure } = await sendAlone({ url, signal, timeoutMs: 2000, ...(own && { connection }) });
  if (response === null) return { ready: false, problem: `GET ${url.href}: ${failure?.message ?? 'no response'}` };
  // Without a declared URL for readiness, any response shows that the server listens.
  const ready = target.ready.url === undefined || response.status < 400;
  if (!ready) return { ready, problem: `GET ${url.href} returned ${response.status}` };
  return { ready, answer: { nonce: headerValue(response.headers, 'x-parity-nonce') ?? null } };
}

const LINE_SHOWN = 200;

function failed(code: string, what: string, { target, group }: ReadyOptions): UserError {
  const output = group.output();
  const shown =
    output.length === 0
      ? 'The command printed nothing.'
      : `Its last output:\n  ${output.map((line) => previewText(line, LINE_SHOWN)).join('\n  ')}`;
  return userError(code, `the target "${target.name}" (${target.command.join(' ')}): ${what}. ${shown}`, {
    exitCode: 3,
    hint:
      code === 'command-exited'
        ? 'Run the command by hand. It must stay in the foreground while the server runs.'
        : 'Run the command by hand, or give the server more time with "ready: { timeout }".',
  });
}
