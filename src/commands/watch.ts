import { relative } from 'node:path';
import { findClient } from '../app/choose-clients.ts';
import { errorLines, type Io } from '../app/io.ts';
import { watchFiles } from '../app/watch-files.ts';
import { createTurns, type Turn } from '../app/watch-turns.ts';
import { isUserError } from '../lib/error.ts';
import { isInside } from '../lib/is-inside.ts';
import { loadWorkspace } from '../load/load-workspace.ts';
import type { Client } from '../model/client.ts';
import { type RunFlags, run } from './run.ts';
import { trace } from './trace.ts';

interface WatchFlags
  extends Pick<
    RunFlags,
    | 'config'
    | 'target'
    | 'grep'
    | 'operation'
    | 'probes'
    | 'suites'
    | 'reporter'
    | 'baseline'
    | 'strictXpass'
    | 'verbose'
  > {}

/** Traces the named clients after each change, or runs the suites if no client is named. */
export async function watch(names: readonly string[], flags: WatchFlags, io: Io): Promise<number> {
  const { clients, ...workspace } = await loadWorkspace(io.cwd, { configFile: flags.config });
  const chosen = names.map((name) => findClient(name, clients));
  const turns = createTurns();
  const stop = new AbortController();
  const end = (code: number) => {
    stop.abort(code);
    turns.wake();
  };
  const offs = [
    io.onSignal(() => end(130)),
    io.onKey?.((key) => (key === 'q' ? end(0) : turns.press(key))),
    watchFiles(
      { ...workspace, clients: chosen },
      {
        changed: (files) => {
          io.err(`changed: ${files.map((file) => relative(io.cwd, file)).join(', ')}\n`);
          turns.change(files);
        },
        lost: (folder, { message }) =>
          io.err(`${relative(io.cwd, folder) || '.'} can no longer be watched: ${message}\n`),
      },
    ),
  ];
  try {
    while (!stop.signal.aborted) {
      const turn = turns.take();
      if (turn !== undefined) await takeTurn(turn, { names, clients: chosen, flags, io });
      else {
        io.err(
          `waiting for changes${io.onKey === undefined ? '' : '. Keys: r runs again, f runs only what failed, q quits'}\n`,
        );
        await turns.next();
      }
    }
    return stop.signal.reason;
  } finally {
    for (const off of offs) off?.();
  }
}

interface TurnContext {
  readonly names: readonly string[];
  readonly clients: readonly Client[];
  readonly flags: WatchFlags;
  readonly io: Io;
}

/** Reports a mistake in a data file but continues to watch, because the next change may correct the mistake. */
async function takeTurn(turn: Turn, { names, clients, flags, io }: TurnContext): Promise<void> {
  const quiet = { ...flags, quiet: flags.verbose !== true };
  try {
    if (names.length > 0) await trace(affectedBy(turn.files, names, clients), quiet, io);
    else await run({ ...quiet, ...(turn.onlyFailed && { lastFailed: true }) }, io);
  } catch (error) {
    if (!isUserError(error)) throw error;
    io.err(errorLines(error));
  }
}

/** Returns all names if a changed file, such as a contract, belongs to no client. */
function affectedBy(files: readonly string[], names: readonly string[], clients: readonly Client[]): readonly string[] {
  const isOf = (file: string, { source }: Client) => source.kind === 'path' && isInside(file, source.path);
  const owners = files.map((file) => clients.filter((client) => isOf(file, client)).map(({ name }) => name));
  if (owners.length === 0 || owners.some((of) => of.length === 0)) return names;
  return [...new Set(owners.flat())];
}
