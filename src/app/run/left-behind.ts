import { dirname, join, resolve } from 'node:path';
import { groupBy } from '../../lib/group-by.ts';
import { writeJson } from '../../lib/json-text.ts';
import { plural } from '../../lib/plural.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { Workspace } from '../../model/workspace.ts';
import { type FoundJournal, findJournals } from '../../recording/journal.ts';
import { cut } from '../../report/columns.ts';
import { printable } from '../../report/printable.ts';
import type { Io } from '../io.ts';

export async function leftBehind({ config }: Workspace, io: Io): Promise<readonly FoundJournal[]> {
  const found = await findJournals(join(io.cwd, config.reports));
  return found.filter(({ inProgress, left }) => !inProgress && left.length > 0);
}

export async function tellLeftBehind(workspace: Workspace, io: Io): Promise<void> {
  const journals = await leftBehind(workspace, io);
  for (const journal of journals) io.err(summarizeJournal(journal));
  if (journals.length > 0) io.err('Run `parity clean` to remove these items.\n');
}

/** Maximum number of items that are named per operation. */
const NAMED = 20;
/** Maximum width of an item's name. The name may contain all fields of a call. */
const NAME_COLUMNS = 80;

export function summarizeJournal(journal: FoundJournal): string {
  const groups = [...groupBy(journal.left, ({ operation }) => operation)].sort(([, a], [, b]) => b.length - a.length);
  const lines = groups.map(([operation, items]) => `  ${operation} ${namesOf(items, journal.file)}`);
  return `${[headOf(journal), ...lines].join('\n')}\n`;
}

function namesOf(items: FoundJournal['left'], file: string): string {
  const names = items
    .slice(0, NAMED)
    .map(({ with: fields }) => cut(printable(Object.values(fields).map(idText).join(' ')), NAME_COLUMNS));
  const more = items.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more, all in ${printable(file)}` : ''}`;
}

function idText(value: unknown): string {
  return typeof value === 'string' ? value : writeJson(value);
}

export function describeJournal(journal: FoundJournal): string {
  const lines = journal.left.map(
    ({ operation, with: fields, madeBy, reason }) =>
      `  ${operation} ${printable(writeJson(fields))}  made by ${printable(madeBy)}: ${printable(reason)}`,
  );
  return `${[headOf(journal), ...lines].join('\n')}\n`;
}

function headOf({ run, target, left }: FoundJournal): string {
  return `parity: run ${run} left ${plural(left.length, 'item')} behind on ${printable(target.name)} (${printable(target.origin)}):`;
}

/** The recording of a killed run lists no leftovers, so the journal provides them. */
export async function withJournal(verdict: Verdict, recording: string, io: Io): Promise<Verdict> {
  if (verdict.end !== null) return verdict;
  const journals = await findJournals(dirname(resolve(io.cwd, recording)));
  const left = journals.filter(({ run }) => run === verdict.run.run).flatMap((journal) => journal.left);
  return left.length === 0 ? verdict : { ...verdict, leftovers: [...verdict.leftovers, ...left] };
}
