import { readdir, readFile } from 'node:fs/promises';

/** Returns an empty list if there is no `/proc`. */
export async function listProcesses(): Promise<readonly string[]> {
  const names = await readdir('/proc').catch(() => []);
  return names.filter((name) => /^\d+$/.test(name));
}

interface ProcessState {
  /** `Z` means that the process has ended and waits for its parent. */
  readonly state: string;
  readonly group: number;
  /** Other threads of a zombie may still run and hold sockets. */
  readonly threads: number;
}

/** In the file `stat`, the command name stands in brackets and may itself contain spaces and brackets. */
export async function readProcess(pid: string): Promise<ProcessState> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', group: Number(fields[2]), threads: Number(fields[17]) };
}

/** Returns false if there is no `/proc`. */
export async function isGroupDefunct(group: number): Promise<boolean> {
  const states = await Promise.all((await listProcesses()).map(readProcess));
  const members = states.filter((each) => each.group === group);
  return members.length > 0 && members.every(({ state, threads }) => state === 'Z' && threads <= 1);
}

/** Returns an empty list if the system hides the environments of processes. */
export async function findByEnvironment(entry: string): Promise<readonly number[]> {
  const found = await Promise.all(
    (await listProcesses()).map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      return environment.split('\0').includes(entry) ? Number(pid) : [];
    }),
  );
  return found.flat();
}
