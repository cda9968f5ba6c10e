import { dirname, join, resolve } from 'node:path';
import { writeJson } from '../lib/json-text.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Workspace } from '../model/workspace.ts';
import { type FoundJournal, findJournals } from '../recording/journal.ts';
import { printable } from '../report/printable.ts';
import type { Io } from './io.ts';

/** Finds runs that have ended without removing everything that they created. */
export async function leftBehind({ config }: Workspace, io: Io): Promise<readonly FoundJournal[]> {
  const found = await findJournals(join(io.cwd, config.reports));
  return found.filter(({ inProgress, left }) => !inProgress && left.length > 0);
}

/** Prints what earlier runs left on which server, and how to remove it. */
export async function tellLeftBehind(workspace: Workspace, io: Io): Promise<void> {
  const journals = await leftBehind(workspace, io);
  for (const journal of journals) io.err(describeJournal(journal));
  if (journals.length > 0) io.err('Remove them with `parity clean`.\n');
}

const MOST_ITEMS = 20;

/** Describes a journal: the first line is about the run, and the others about its first items. */
export function describeJournal({ run, target, left, file }: FoundJournal, most = MOST_ITEMS): string {
  const lines = left
    .slice(0, most)
    .map(
      ({ operation, with: fields, madeBy, reason }) =>
        `  ${operation} ${printable(writeJson(fields))}  made by ${printable(madeBy)}: ${printable(reason)}`,
    );
  const what = `parity: run ${run} left ${left.length} behind on ${printable(target.name)} (${printable(target.origin)}):`;
  const more = left.length - lines.length;
  if (more > 0) lines.push(`  … and ${more} more, all in ${printable(file)}`);
  return `${[what, ...lines].join('\n')}\n`;
}

/**
 * Adds the items of the journal to a recording that has no last line. Such a recording does not list what was left on
 * the server, but its journal does.
 */
export async function withJournal(verdict: Verdict, recording: string, io: Io): Promise<Verdict> {
  if (verdict.end !== null) return verdict;
  const journals = await findJournals(dirname(resolve(io.cwd, recording)));
  const left = journals.filter(({ run }) => run === verdict.run.run).flatMap((journal) => journal.left);
  return left.length === 0 ? verdict : { ...verdict, leftovers: [...verdict.leftovers, ...left] };
}
