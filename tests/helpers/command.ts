import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Io } from '../../src/app/io.ts';
import { runCli } from '../../src/program/program.ts';

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd: string;
  readonly env?: { readonly [name: string]: string };
  /** The current time for the command, as an ISO date-time. The default is the real time. */
  readonly today?: string;
  /** A clock that throws an error simulates a bug of parity. */
  readonly now?: () => Date;
  /** This function runs when the command starts. It can call `signal` to send the command a signal such as `SIGINT`. */
  readonly onStart?: (signal: (name: string) => void) => void;
  readonly onOut?: (text: string) => void;
}

/** Runs a command in this process. The command sees only the given environment variables. */
export async function command(args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  let stdout = '';
  let stderr = '';
  const listeners = new Set<(signal: string) => void>();
  const io: Io = {
    cwd: options.cwd,
    env: options.env ?? {},
    out: (text) => {
      stdout += text;
      options.onOut?.(text);
    },
    err: (text) => {
      stderr += text;
    },
    interactive: false,
    color: false,
    columns: 100,
    now: options.now ?? (() => (options.today === undefined ? new Date() : new Date(options.today))),
    random: Math.random,
    onSignal: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    version: '0.0.0-test',
  };
  options.onStart?.((name) => {
    for (const listener of [...listeners]) listener(name);
  });
  const exitCode = await runCli(args, io);
  return { exitCode, stdout, stderr };
}

export const REPOSITORY = join(import.meta.dirname, '../..');

export async function ownProject(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'parity-own-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  for (const folder of ['contracts', 'suites']) await symlink(join(REPOSITORY, folder), join(root, folder));
  return root;
}

/** Tests use these members of the file `reports/findings.json`. */
export interface FindingsFile {
  readonly exitCode: number;
  readonly counts: {
    readonly scenarios: { readonly [outcome: string]: number };
    readonly steps: { readonly [outcome: string]: number };
  };
  readonly findings: readonly {
    readonly kind: string;
    readonly operation: string;
    readonly address: string;
    readonly fingerprint: string;
  }[];
  readonly xpasses: readonly { readonly address: string }[];
  readonly scenarios: readonly { readonly address: string; readonly outcome: string }[];
}
