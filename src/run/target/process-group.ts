import type { ChildProcess } from 'node:child_process';
import { kill } from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { userError } from '../../lib/error.ts';
import { errorMessage } from '../../lib/error-text.ts';
import { findByEnvironment, isGroupDefunct } from './proc-files.ts';
import { type GroupCommand, signalGroup, spawnGroup } from './spawn-group.ts';

/** A command and all processes that it starts. */
export interface ProcessGroup {
  readonly pid: number;
  output(): readonly string[];
  /** How the command ended, such as `exit code 1`, or undefined while the command runs. */
  ended(): string | undefined;
  /** Resolves when the command has ended and its last output was read. */
  whenEnded(): Promise<string>;
  /** Sends SIGTERM, and SIGKILL if the group has not ended in time. */
  stop(timeoutMs: number): Promise<void>;
}

interface GroupOptions extends GroupCommand {
  /** Environment variable `NAME=value` that identifies processes which have left the group. */
  readonly mark: string;
  readonly onLine?: (line: string) => void;
  /** Returns the text to use in place of a line, for example the line without its secrets. */
  readonly readLine?: ((line: string) => string) | undefined;
}

const KEPT_LINES = 20;
/** A line is redacted before it is cut to this length, because a cut could split a secret. */
const LONGEST_LINE = 16 * 1024;
/** This many characters after the cut are also redacted, because a secret may begin before the cut. */
const LONGEST_SECRET = 16 * 1024;
const LAST_WORDS_MS = 100;
const STRAY_ROUNDS = 50;

/** @throws command-not-started if there is no such command */
export async function startGroup(options: GroupOptions): Promise<ProcessGroup> {
  const child = spawnGroup(options, 'ignore');
  const lines: string[] = [];
  collectLines(child, options.readLine ?? String, (line) => {
    lines.push(line);
    if (lines.length > KEPT_LINES) lines.shift();
    options.onLine?.(line);
  });
  let ended: string | undefined;
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      ended = signal === null ? `exit code ${code}` : `signal ${signal}`;
      // A child of the command may keep its pipes open for ever, so the wait is limited.
      setTimeout(resolve, LAST_WORDS_MS, ended);
      child.once('close', () => resolve(ended ?? ''));
    });
  });
  const pid = await spawned(child, options);
  const stop = async (timeoutMs: number) => {
    await endGroup(pid, options.mark, timeoutMs);
    // A process that still holds a pipe would keep parity running.
    child.stdout.destroy();
    child.stderr.destroy();
  };
  return { pid, output: () => [...lines], ended: () => ended, whenEnded: () => exited, stop };
}

export async function endGroup(pid: number, mark: string, timeoutMs: number): Promise<void> {
  await stopGroup(pid, timeoutMs);
  await killStrays(mark);
}

function spawned(child: ChildProcess, options: GroupOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('spawn', () => resolve(child.pid ?? 0));
    child.once('error', (error) =>
      reject(
        userError(
          'command-not-started',
          `cannot start "${options.command.join(' ')}" in ${options.cwd}: ${errorMessage(error)}`,
          { exitCode: 3, hint: 'Check "command" and "cwd" of the target.' },
        ),
      ),
    );
  });
}

function collectLines(child: ChildProcess, readLine: (line: string) => string, onLine: (line: string) => void): void {
  const tell = (line: string) => onLine(cutLine(readLine(line)));
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    let isTold = false;
    stream?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split(/\r?\n/);
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (!isTold) tell(line);
        isTold = false;
      }
      if (rest.length < LONGEST_LINE + LONGEST_SECRET) return;
      if (!isTold) tell(rest);
      isTold = true;
      rest = '';
    });
    stream?.on('end', () => {
      if (rest !== '' && !isTold) tell(rest);
    });
  }
}

function cutLine(line: string): string {
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)} …` : line;
}

async function stopGroup(pid: number, timeoutMs: number): Promise<void> {
  if (!signalGroup(pid, 'SIGTERM')) return;
  if (await groupEnded(pid, timeoutMs)) return;
  signalGroup(pid, 'SIGKILL');
  await groupEnded(pid, 1000);
}

/** Ends processes that left the group, and searches again, because these processes may start new ones. */
async function killStrays(mark: string): Promise<void> {
  for (let round = 0; round < STRAY_ROUNDS; round++) {
    const strays = await findByEnvironment(mark);
    if (strays.length === 0) return;
    for (const pid of strays) killOne(pid);
    await wait(10);
  }
}

function killOne(pid: number): void {
  try {
    kill(pid, 'SIGKILL');
  } catch {
    // The process has already ended.
  }
}

async function groupEnded(pid: number, timeoutMs: number): Promise<boolean> {
  for (let waited = 0; waited < timeoutMs; waited += 20) {
    // Some containers never remove zombies, so a group of zombies counts as ended.
    if (!signalGroup(pid, 0) || (await isGroupDefunct(pid))) return true;
    await wait(20);
  }
  return false;
}
