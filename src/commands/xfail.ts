import { join } from 'node:path';
import type { Io } from '../app/io.ts';
import { openWorkspace, type WorkspaceFlags } from '../app/open-workspace.ts';
import { withLock } from '../app/with-lock.ts';
import { writeWholeFile } from '../app/write-file.ts';
import { placeOf } from '../gate/place-of.ts';
import { dayOf, isDay } from '../lib/day.ts';
import { userError } from '../lib/error.ts';
import { plural } from '../lib/plural.ts';
import { appendEntries } from '../load/append-entries.ts';
import { causeUnknown, type FindingsReport, loadFindings } from '../load/load-findings.ts';
import { readTextFile } from '../load/read-text-file.ts';
import type { Ledger, Xfail } from '../model/ledger.ts';

interface XfailFlags extends WorkspaceFlags {
  /** The `findings.json` with the causes. The default is the file of the last run. */
  readonly from?: string;
  /** Ids of the causes to accept, by default all causes that are errors. */
  readonly cause?: readonly string[];
  readonly owner?: string;
  readonly reason?: string;
  readonly expires?: string;
}

/** Adds one ledger entry per accepted cause, with the places that showed the cause. */
export async function xfail(flags: XfailFlags, io: Io): Promise<number> {
  const workspace = await openWorkspace(flags, io);
  const from = flags.from ?? `${workspace.config.reports}/findings.json`;
  const report = await loadFindings(io.cwd, from);
  const causes = chooseCauses(report, flags, from).flatMap((cause) => newPlaces(cause, report, workspace.ledger));
  if (causes.length === 0) {
    io.out(`nothing to accept: the ledger already excuses every error in ${from}\n`);
    return 0;
  }
  const words = await readWords(flags, io);
  const { name: where } = report.run.target;
  const entries = causes.map(({ id, steps: [step], places }) => ({
    ...{ where, cause: id },
    ...(step !== undefined && { step }),
    ...(places !== undefined && { places }),
    ...words,
  }));
  const { xfails } = workspace.config;
  const file = join(workspace.root, xfails);
  await withLock(file, async () => {
    const text = await readTextFile(file).catch(() => null);
    await writeWholeFile(file, appendEntries(text, entries), xfails);
  });
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

interface AcceptedCause extends FoundCause {
  /** Places without a ledger entry. Undefined if the report does not list all findings. */
  readonly places?: readonly string[];
}

/** Returns an empty list if the ledger already excuses all places of the cause. */
function newPlaces(cause: FoundCause, report: FindingsReport, { entries }: Ledger): readonly AcceptedCause[] {
  const isMine = ({ where, place }: Xfail) =>
    where === report.run.target.name && 'cause' in place && place.cause === cause.id;
  const mine = entries.filter(isMine);
  if (mine.some(({ places }) => places === undefined)) return [];
  const found = report.findings.filter((finding) => finding.cause === cause.id);
  if (found.length < cause.count) return [cause];
  const accepted = new Set(mine.flatMap(({ places = [] }) => places));
  const places = [...new Set(found.map(placeOf))].filter((place) => !accepted.has(place)).sort();
  return places.length === 0 ? [] : [{ ...cause, places }];
}

type Words = Readonly<Record<'reason' | 'owner' | 'expires', string>>;

const QUESTIONS = {
  reason: 'Why are the causes accepted?',
  owner: 'Who owns the repair?',
  expires: 'Until which day are the entries valid (YYYY-MM-DD)?',
} as const;

async function readWords(flags: XfailFlags, io: Io): Promise<Words> {
  const answers: Record<string, string> = {};
  for (const [name, question] of Object.entries(QUESTIONS)) {
    const given = flags[name as keyof typeof QUESTIONS]; // safe cast: Object.entries returns the keys of QUESTIONS
    const answer = given ?? (await io.ask?.(`${question} `))?.trim() ?? '';
    if (answer === '') {
      const hint =
        'A ledger entry needs an owner, a reason and a last day: --owner sdk --reason "…" --expires 2027-01-31';
      throw userError('xfail-incomplete', `--${name} is missing`, { hint });
    }
    answers[name] = answer;
  }
  const { reason = '', owner = '', expires = '' } = answers;
  if (!isDay(expires))
    throw userError('xfail-incomplete', `the last day (expires) must be a date such as 2027-01-31; was "${expires}"`);
  const today = dayOf(io.now());
  if (expires < today)
    throw userError(
      'xfail-incomplete',
      `the last day (expires) must not be in the past; was ${expires}, and today is ${today}`,
    );
  return { reason, owner, expires };
}
