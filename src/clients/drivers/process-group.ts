import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

export interface DriverGroupOptions {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

export type GroupProcess = ChildProcess & { readonly stdout: Readable; readonly stderr: Readable };

const running = new Set<number>();

/** Starts a program in a process group of its own, so that its forks can be ended with it. */
export function spawnGroup(options: DriverGroupOptions, stdin: 'pipe' | number = 'pipe'): GroupProcess {
  const [program = '', ...args] = options.command;
  const { cwd, env } = options;
  const child = spawn(program, args, { cwd, env, detached: true, stdio: [stdin, 'pipe', 'pipe'] });
  if (!hasOutput(child)) throw new Error('a piped process has its streams');
  child.stdin?.on('error', () => undefined); // it need not read its input
  const { pid } = child;
  if (pid !== undefined) {
    running.add(pid);
    child.once('exit', () => {
      killGroup(pid);
      running.delete(pid);
    });
  }
  return child;
}

function hasOutput(child: ChildProcess): child is GroupProcess {
  return child.stdout !== null && child.stderr !== null;
}

/** Kills the program and its whole group immediately. */
export function killGroup(pid: number | undefined): void {
  if (pid === undefined || !running.has(pid)) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // it is already gone
  }
}

/** Kills all programs started here when this process exits, for whatever reason. */
export function killGroupsOnExit(): void {
  process.on('exit', () => {
    for (const pid of running) killGroup(pid);
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));
}
