import { type GroupCommand, type GroupProcess, signalGroup, spawnGroup } from '../../run/target/spawn-group.ts';

const running = new Set<number>();

/** Starts a program, and kills its whole process group when the program exits. */
export function startProgram(options: GroupCommand, stdin: 'pipe' | number = 'pipe'): GroupProcess {
  const child = spawnGroup(options, stdin);
  child.stdin?.on('error', () => undefined); // the program may end without reading its input
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

export function killGroup(pid: number | undefined): void {
  if (pid !== undefined && running.has(pid)) signalGroup(pid, 'SIGKILL');
}

/** If this process exits for any reason, all programs that `startProgram` started are killed. */
export function killGroupsOnExit(): void {
  process.on('exit', () => {
    for (const pid of running) killGroup(pid);
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));
}
