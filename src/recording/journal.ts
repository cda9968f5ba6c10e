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

/** What a run made or is about to make, on disk before it is made: a killed run loses none of it. */
export interface Journal {
  /** The same key again replaces what was noted. false: it could not be written. */
  note(key: string, leftover: Noted): boolean;
  /** Nothing of it is left. */
  settle(key: string): void;
  /** The file goes when nothing is left that was noted. @param isClean the run ended as it should */
  close(isClean: boolean): void;
}

/** Something that may be left on the server. `as`: who can remove it; absent: nobody knows how. */
export interface Noted extends Leftover {
  readonly as?: string;
}

export interface JournalStart {
  readonly run: string;
  readonly target: { readonly name: string; readonly origin: string };
}

/** The journal of a run that ended without cleaning up, or that still goes on. */
export interface FoundJournal extends JournalStart {
  readonly file: string;
  readonly inProgress: boolean;
  readonly left: readonly Noted[];
}

/** For a target that ends with the run: what was made ends with it. */
export const NO_JOURNAL: Journal = { note: () => true, settle: () => {}, close: () => {} };

const SUFFIX = '.journal.jsonl';

/** Each line is written before the call returns. */
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
    // what cannot be noted as removed is listed once more, and found to be gone
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

/** All journals of a reports folder, by run. Files that are none are left out. */
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
      left.set(String(key), noted as unknown as Noted); // written by `note`
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

/** A last line that was torn off is left out: its request was not sent. */
function readLines(file: string): readonly { readonly [key: string]: unknown }[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line) => {
    const value = tryParseJson(line);
    return isJsonObject(value) ? [value] : [];
  });
}

/** Of another machine nobody can tell: its run counts as one that goes on. */
function isRunning({ pid, host, began }: { readonly [key: string]: unknown }): boolean {
  if (host !== hostname()) return true;
  try {
    kill(Number(pid), 0);
  } catch {
    return false;
  }
  return processStart(Number(pid)) === began;
}

/** When a process began, as the system counts it: another one may have its number later. */
function processStart(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
