import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { MethodEntry, TraceEntry, TraceStart } from '../../model/trace.ts';
import { completedMethods, formatTrace, readTraceEntries } from '../../recording/trace-line.ts';

/** An interrupted trace can continue from these completed methods. */
export interface TraceJournal {
  readonly file: string;
  /** Returns the methods that an earlier trace completed, if client, contracts and version of wireparity are the same. */
  readonly known: (now: Same) => ReadonlyMap<string, readonly MethodEntry[]>;
  readonly keep: (entries: readonly TraceEntry[]) => void;
  readonly kept: () => number;
  readonly remove: () => void;
}

type Same = Pick<TraceStart, 'contracts' | 'tool' | 'revision' | 'profile'>;

/** The journal of `clients.trace.jsonl` is `clients.trace.part.jsonl`. */
export async function openTraceJournal(trace: string, resume: boolean): Promise<TraceJournal> {
  const file = trace.replace(/(\.jsonl)?$/, '.part.jsonl');
  const completed = resume ? await Promise.all([file, trace].map(readCompleted)) : [];
  const earlier = completed.find(({ methods }) => methods.size > 0);
  let isOpen = false;
  let kept = 0;
  const keep = (entries: readonly TraceEntry[]) => {
    if (!isOpen) mkdirSync(dirname(file), { recursive: true });
    (isOpen ? appendFileSync : writeFileSync)(file, [...formatTrace(entries)].join(''));
    isOpen = true;
    kept += entries.filter(({ kind }) => kind === 'method').length;
  };
  return {
    ...{ file, keep },
    known: (now) => (earlier?.start && isSame(earlier.start, now) ? earlier.methods : new Map()),
    kept: () => kept,
    remove: () => rmSync(file, { force: true }),
  };
}

function isSame({ contracts, tool, revision, profile }: TraceStart, now: Same): boolean {
  return isDeepStrictEqual({ contracts, tool, revision, profile }, now);
}

async function readCompleted(file: string): Promise<ReturnType<typeof completedMethods>> {
  try {
    return completedMethods(await readTraceEntries(file));
  } catch {
    return { start: null, methods: new Map() };
  }
}
