import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { kill, pid as ownPid } from 'node:process';
import { glob } from 'tinyglobby';
import { tryParseJson, writeJson } from '../lib/json-text.ts';
import type { Leftover } from '../model/exchange.ts';
import { isJsonObject } from '../model/json.ts';
import type { Redactor } from './redaction/create-redactor.ts';
import { redactLeftover } from './redaction/redact-entry.ts';

/** Each item is written to disk before its request is sent, because the run may be killed at any time. */
export interface Journal {
  /** Returns false if the item could not be written. */
  note(key: string, leftover: Noted): boolean;
  settle(key: string): void;
  /** Deletes the file if every item was removed and `isClean` is true. */
  close(isClean: boolean): void;
}

/** `as` is the actor that can remove the item. */
export interface Noted extends Leftover {
  readonly as?: string;
}

interface JournalStart {
  readonly run: string;
  readonly target: { readonly name: string; readonly origin: string };
}

/** The journal of an unfinished run, or of a run that ended without clean-ups. */
export interface FoundJournal extends JournalStart {
  readonly file: string;
  readonly inProgress: boolean;
  readonly left: readonly Noted[];
}

/** A target that ends with the run needs no journal, because nothing can be left on the target. */
export const NO_JOURNAL: Journal = { note: () => true, settle: () => {}, close: () => {} };

const SUFFIX = '.journal.jsonl';

export function openJournal(folder: string, start: JournalStart, redactor: Redactor): Journal {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${start.run}${SUFFIX}`);
  const handle = openSync(file, 'wx');
  const write = (line: object) => {
    try {
      return writeSync(handle, `${writeJson(line)}\n`) > 0;
    } catch {
      return false;
    }
  };
  const open = new Set<string>();
  write({ journal: 1, ...start, pid: ownPid, host: hostname(), began: processStart(ownPid) });
  return {
    note: (key, leftover) => {
      open.add(key);
      return write({ key, left: redactLeftover(leftover, redactor) });
    },
    // If this write fails, the next run tries the removal again and gets a 404.
    settle: (key) => {
      open.delete(key);
      write({ key });
    },
    close: (isClean) => {
      closeSync(handle);
      if (isClean && open.size === 0) rmSync(file, { force: true });
    },
  };
}

export async function findJournals(folder: string): Promise<readonly FoundJournal[]> {
  const names = await glob(`*${SUFFIX}`, { cwd: folder, dot: true }).catch(() => []);
  return names.sort().flatMap((name) => readJournal(join(folder, name)) ?? []);
}

function readJournal(file: string): FoundJournal | undefined {
  const [start, ...lines] = readLines(file);
  if (start === undefined || start.journal !== 1 || !isJsonObject(start.target)) return undefined;
  const left = new Map<string, Noted>();
  for (const { key, left: noted } of lines)
    if (isJsonObject(noted))
      left.set(String(key), noted as unknown as Noted); // safe cast: the function `note` wrote the value
    else left.delete(String(key));
  const { name, origin } = start.target;
  return {
    file,
    run: String(start.run),
    target: { name: String(name), origin: String(origin) },
    inProgress: isRunning(start),
    left: [...left.values()],
  };
}

/** An incomplete last line is dropped, because its request was never sent. */
function readLines(file: string): readonly { readonly [key: string]: unknown }[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line) => {
    const value = tryParseJson(line);
    return isJsonObject(value) ? [value] : [];
  });
}

/** A run on another machine cannot be checked, so it counts as running. */
function isRunning({ pid, host, began }: { readonly [key: string]: unknown }): boolean {
  if (host !== hostname()) return true;
  try {
    kill(Number(pid), 0);
  } catch {
    return false;
  }
  return processStart(Number(pid)) === began;
}

/** Start time in ticks, because a later process can have the same id. */
function processStart(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
