import { type GroupCommand, type GroupProcess, signalGroup, spawnGroup } from '../../run/target/spawn-group.ts';

const running = new Set<number>();

/**
 * Starts a program of the client. When the program ends, processes that it started are ended too. When this process
 * ends, everything ends.
 */
export function startProgram(options: GroupCommand, stdin: 'pipe' | number = 'pipe'): GroupProcess {
  const child = spawnGroup(options, stdin);
  child.stdin?.on('error', () => undefined); // the program need not read its input
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

/** Kills the program and its whole process group immediately. */
export function killGroup(pid: number | undefined): void {
  if (pid !== undefined && running.has(pid)) signalGroup(pid, 'SIGKILL');
}

/** Kills all programs that were started here when this process exits, for whatever reason. */
export function killGroupsOnExit(): void {
  process.on('exit', () => {
    for (const pid of running) killGroup(pid);
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));
}
