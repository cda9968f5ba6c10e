import { join } from 'node:path';
import type { Io } from '../app/io.ts';
import { openWorkspace, type WorkspaceFlags } from '../app/open-workspace.ts';
import { writeWholeFile } from '../app/write-file.ts';
import { placeOf } from '../gate/match-entry.ts';
import { isDay } from '../lib/day.ts';
import { userError } from '../lib/error.ts';
import { plural } from '../lib/plural.ts';
import { appendEntries } from '../load/append-entries.ts';
import { causeUnknown, type FindingsReport, loadFindings } from '../load/load-findings.ts';
import { readTextFile } from '../load/read-text-file.ts';
import type { Ledger } from '../model/ledger.ts';

interface XfailFlags extends WorkspaceFlags {
  /** The `findings.json` that contains the causes. Default: that of the last run. */
  readonly from?: string;
  /** Ids of the causes to accept. Default: all causes that are errors. */
  readonly cause?: readonly string[];
  readonly owner?: string;
  readonly reason?: string;
  readonly expires?: string;
}

/** Accepts causes that a run has found. Adds one ledger entry per cause. */
export async function xfail(flags: XfailFlags, io: Io): Promise<number> {
  const workspace = await openWorkspace(flags, io);
  const from = flags.from ?? `${workspace.config.reports}/findings.json`;
  const report = await loadFindings(io.cwd, from);
  const causes = chooseCauses(report, flags, from).filter(({ id }) => !isAccepted(id, report, workspace.ledger));
  if (causes.length === 0) {
    io.out(`${from} contains no error that the ledger does not already excuse\n`);
    return 0;
  }
  const words = await readWords(flags, io);
  const { name: where } = report.run.target;
  const entries = causes.map((cause) => ({
    where,
    cause: cause.id,
    ...witnessOf(cause),
    ...placesOf(cause, report),
    ...words,
  }));
  const { xfails } = workspace.config;
  const file = join(workspace.root, xfails);
  const text = await readTextFile(file).catch(() => null);
  await writeWholeFile(file, appendEntries(text, entries), xfails);
  io.out(
    `${causes.map(({ id }) => `  ${id}\n`).join('')}wrote ${plural(causes.length, 'entry', 'entries')} to ${xfails}\n`,
  );
  return 0;
}

type FoundCause = FindingsReport['causes'][number];

function chooseCauses({ causes }: FindingsReport, { cause: ids }: XfailFlags, from: string): readonly FoundCause[] {
  if (ids === undefined) return causes.filter(({ severity }) => severity === 'error');
  return ids.map((id) => {
    const found = causes.find((cause) => cause.id === id);
    if (found !== undefined) return found;
    throw causeUnknown(
      id,
      causes.map((cause) => cause.id),
      from,
    );
  });
}

function isAccepted(id: string, { run }: FindingsReport, { entries }: Ledger): boolean {
  return entries.some(({ where, place }) => where === run.target.name && 'cause' in place && place.cause === id);
}

/** Returns the step that shows the cause with the smallest request. */
function witnessOf({ steps: [step] }: FoundCause): { readonly step?: string } {
  return step === undefined ? {} : { step };
}

/** Returns the number of places that show the cause. It is known only if the report lists every finding of the cause. */
function placesOf({ id, count }: FoundCause, { findings }: FindingsReport): { readonly places?: number } {
  const mine = findings.filter(({ cause }) => cause === id);
  return mine.length < count ? {} : { places: new Set(mine.map(placeOf)).size };
}

type Words = Readonly<Record<'reason' | 'owner' | 'expires', string>>;

const QUESTIONS = {
  reason: 'Why are the causes accepted?',
  owner: 'Who owns the repair?',
  expires: 'Until which day are the entries valid (YYYY-MM-DD)?',
} as const;

/** Reads owner, reason and last day from the flags. On a terminal, asks for those that are missing. */
async function readWords(flags: XfailFlags, io: Io): Promise<Words> {
  const answers: Record<string, string> = {};
  for (const [name, question] of Object.entries(QUESTIONS)) {
    const given = flags[name as keyof typeof QUESTIONS]; // the type of Object.entries loses the names of the keys
    const answer = given ?? (await io.ask?.(`${question} `))?.trim() ?? '';
    if (answer === '') {
      const hint =
        'a ledger entry needs an owner, a reason and a last day: --owner sdk --reason "…" --expires 2027-01-31';
      throw userError('xfail-incomplete', `--${name} is missing`, { hint });
    }
    answers[name] = answer;
  }
  const { reason = '', owner = '', expires = '' } = answers;
  if (!isDay(expires))
    throw userError('xfail-incomplete', `expires must be a date such as 2027-01-31; was "${expires}"`);
  return { reason, owner, expires };
}
