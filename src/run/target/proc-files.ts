import { readdir, readFile } from 'node:fs/promises';

/** Process ids that `/proc` lists; empty where there is none. */
export async function listProcesses(): Promise<readonly string[]> {
  const names = await readdir('/proc').catch(() => []);
  return names.filter((name) => /^\d+$/.test(name));
}

interface ProcessState {
  /** One letter; `Z` has ended and waits for its parent to notice. */
  readonly state: string;
  readonly group: number;
  /** A zombie with more than one has threads that still hold its sockets. */
  readonly threads: number;
}

/** From `/proc/<pid>/stat`; the command in brackets may hold spaces and brackets itself. */
export async function readProcess(pid: string): Promise<ProcessState> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', group: Number(fields[2]), threads: Number(fields[17]) };
}

/** Are all processes of a group zombies? false also where the system does not tell. */
export async function isGroupDefunct(group: number): Promise<boolean> {
  const states = await Promise.all((await listProcesses()).map(readProcess));
  const members = states.filter((each) => each.group === group);
  return members.length > 0 && members.every(({ state, threads }) => state === 'Z' && threads <= 1);
}

/** Processes that have `NAME=value` in the environment that they were started with; none where the system does not tell. */
export async function findByEnvironment(entry: string): Promise<readonly number[]> {
  const found = await Promise.all(
    (await listProcesses()).map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      return environment.split('\0').includes(entry) ? Number(pid) : [];
    }),
  );
  return found.flat();
}
