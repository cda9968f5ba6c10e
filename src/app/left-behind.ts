import { dirname, join, resolve } from 'node:path';
import { groupBy } from '../lib/group-by.ts';
import { writeJson } from '../lib/json-text.ts';
import { plural } from '../lib/plural.ts';
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
  for (const journal of journals) io.err(summarizeJournal(journal));
  if (journals.length > 0) io.err('Remove them with `parity clean`.\n');
}

const MOST_OPERATIONS = 3;

/** Describes a journal in two lines: how many items were left where, and which operations remove them. */
export function summarizeJournal(journal: FoundJournal): string {
  const groups = [...groupBy(journal.left, ({ operation }) => operation)].sort(([, a], [, b]) => b.length - a.length);
  const counts = groups.slice(0, MOST_OPERATIONS).map(([operation, items]) => `${items.length} for ${operation}`);
  const more = groups.length - counts.length;
  const operations = more > 0 ? ` and ${plural(more, 'more operation')}` : '';
  return `${headOf(journal)} ${counts.join(', ')}${operations};\n  all in ${printable(journal.file)}\n`;
}

/** Describes a journal: the first line is about the run, and the others about each item. */
export function describeJournal(journal: FoundJournal): string {
  const lines = journal.left.map(
    ({ operation, with: fields, madeBy, reason }) =>
      `  ${operation} ${printable(writeJson(fields))}  made by ${printable(madeBy)}: ${printable(reason)}`,
  );
  return `${[headOf(journal), ...lines].join('\n')}\n`;
}

function headOf({ run, target, left }: FoundJournal): string {
  return `parity: run ${run} left ${left.length} behind on ${printable(target.name)} (${printable(target.origin)}):`;
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
