import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { kill } from 'node:process';
import type { Readable } from 'node:stream';

export type GroupProcess = ChildProcess & { readonly stdout: Readable; readonly stderr: Readable };

export interface GroupCommand {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** A new process group makes it possible to end all processes of the program together. */
export function spawnGroup(options: GroupCommand): ChildProcessWithoutNullStreams;
export function spawnGroup(options: GroupCommand, stdin: 'pipe' | 'ignore' | number): GroupProcess;
export function spawnGroup({ command, cwd, env }: GroupCommand, stdin: 'pipe' | 'ignore' | number = 'pipe') {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { cwd, env, detached: true, stdio: [stdin, 'pipe', 'pipe'] });
  if (!hasOutput(child)) throw new Error('expected a process with stdout and stderr');
  return child;
}

function hasOutput(child: ChildProcess): child is GroupProcess {
  return child.stdout !== null && child.stderr !== null;
}

export function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return kill(-pid, signal);
  } catch {
    return false;
  }
}
