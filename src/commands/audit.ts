import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { AuditContext, AuditFlags } from '../app/audit/audit-context.ts';
import { readAuditSources } from '../app/audit/audit-sources.ts';
import { openBaseline } from '../app/audit/drift-baseline.ts';
import { gatherEvidence } from '../app/audit/handoff-evidence.ts';
import { chooseClients } from '../app/choose-clients.ts';
import type { Io } from '../app/io.ts';
import { openWorkspace } from '../app/open-workspace.ts';
import { untilStopped } from '../app/until-signal.ts';
import { writeWholeFile } from '../app/write-file.ts';
import { buildHandoff } from '../audit/handoff/build-handoff.ts';
import { dayOf, isDay } from '../lib/day.ts';
import { userError } from '../lib/error.ts';
import { tryParseJson, writeJson } from '../lib/json-text.ts';
import { plural } from '../lib/plural.ts';
import type { Client } from '../model/client.ts';
import type { EarlierLine, Handoff } from '../model/handoff.ts';
import { isHandoff, linesOf } from '../report/handoff/handoff-lines.ts';
import { renderHandoff } from '../report/handoff/handoff-markdown.ts';
import { renderIssue } from '../report/handoff/handoff-row.ts';

export interface AuditResult {
  readonly exitCode: number;
  readonly handoffs: readonly Handoff[];
}

/** Writes one hand-off for the maintainers of each client. */
export async function audit(names: readonly string[], flags: AuditFlags, io: Io): Promise<AuditResult> {
  const date = auditDate(flags, io);
  const workspace = await openWorkspace(flags, io);
  return untilStopped(io, async (signal) => {
    const clients = await clientsToAudit(names, { workspace, flags, io });
    const sources = await readAuditSources(flags, { workspace, clients, io });
    const baseline = await openBaseline(workspace.root, { date, io });
    const handoffs: Handoff[] = [];
    for (const client of clients) {
      if (signal.aborted) break;
      const context = { workspace, flags, io, signal, date, sources };
      const folder = join(io.cwd, workspace.config.reports, 'handoff');
      const evidence = await gatherEvidence(client, context);
      if (signal.aborted) break;
      const drifts = baseline.hold(evidence.drifts);
      const handoff = buildHandoff({ ...evidence, drifts, earlier: await earlierLines(folder, client.name, date) });
      await write(handoff, folder, { flags, io });
      handoffs.push(handoff);
      if (flags.issues !== undefined) await writeIssues(handoff, join(io.cwd, flags.issues), io);
    }
    if (signal.aborted) return { handoffs, exitCode: 130 };
    const whole = names.length === 0;
    return { handoffs, exitCode: await baseline.end({ whole, update: flags.updateBaseline ?? false }) };
  });
}

function auditDate({ date }: AuditFlags, io: Io): string {
  if (date === undefined) return dayOf(io.now());
  if (isDay(date)) return date;
  throw userError('date-invalid', `--date must be a day such as 2026-05-12; was "${date}"`);
}

async function clientsToAudit(
  names: readonly string[],
  { workspace, flags, io }: Pick<AuditContext, 'workspace' | 'flags' | 'io'>,
): Promise<readonly Client[]> {
  const { chosen } = await chooseClients(names, { workspace, io, asKept: flags.traces ?? false });
  if (chosen.length > 0) return chosen;
  const { clients, config } = workspace;
  const message =
    clients.length === 0 ? `there are no clients in ${config.clients}/` : 'no client can run on this machine';
  throw userError('audit-empty', message, { exitCode: 5, hint: 'See docs/reference/clients.md.' });
}

/** Reads the newest earlier hand-off, because rows keep their ids. */
async function earlierLines(folder: string, client: string, date: string): Promise<readonly EarlierLine[]> {
  const prefix = `${client}-drift-`;
  const files = await readdir(folder).catch(() => []);
  const dates = files.flatMap((file) => {
    const day = file.startsWith(prefix)
      ? /^(\d{4}-\d{2}-\d{2})\.json$/.exec(file.slice(prefix.length))?.[1]
      : undefined;
    return day !== undefined && day < date ? [day] : [];
  });
  const newest = dates.sort().at(-1);
  if (newest === undefined) return [];
  const file = join(folder, `${prefix}${newest}.json`);
  const value = tryParseJson(await readFile(file, 'utf8'));
  if (isHandoff(value)) return linesOf(value);
  throw userError('handoff-invalid', `${file} is not a hand-off`, {
    hint: 'Move the file to another folder. The rows of the next hand-off then get new ids.',
  });
}

/** A row keeps its file name in every hand-off, because the name is its id. */
async function writeIssues(handoff: Handoff, folder: string, io: Io): Promise<void> {
  const rows = [...handoff.wrong, ...handoff.missing];
  for (const row of rows) await writeWholeFile(join(folder, `${row.id}.md`), renderIssue(row, handoff));
  io.err(`wrote ${plural(rows.length, 'file')} to ${relative(io.cwd, folder)}\n`);
}

async function write(
  handoff: Handoff,
  folder: string,
  { flags, io }: Pick<AuditContext, 'flags' | 'io'>,
): Promise<void> {
  const file = join(folder, `${handoff.client}-drift-${handoff.date}`);
  await writeWholeFile(`${file}.md`, renderHandoff(handoff, { full: flags.full ?? false }));
  await writeWholeFile(`${file}.json`, `${writeJson(handoff, 2)}\n`);
  const { missing, wrong, inFlight, manifest, docs, lattice, answers, versions, accepted } = handoff;
  const counts = {
    missing,
    wrong,
    'in flight': inFlight,
    manifest,
    docs,
    sources: lattice,
    answers,
    versions,
    accepted,
  };
  const told = Object.entries(counts).filter(([, list]) => list.length > 0);
  io.out(`${handoff.client}: ${told.map(([name, list]) => `${list.length} ${name}`).join(', ') || 'nothing to do'}\n`);
  io.err(`wrote ${relative(io.cwd, file)}.md and .json\n`);
}
