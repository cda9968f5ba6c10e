import { readdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { readAuditSources, readObserved, type SourceFlags } from '../app/audit/audit-sources.ts';
import type { Io } from '../app/io.ts';
import { openWorkspace, type WorkspaceFlags } from '../app/open-workspace.ts';
import { judgeEntries } from '../app/reports/conclude.ts';
import { contractLines, pageAssets, recordedEvidence, tracedEvidence } from '../app/reports/page-evidence.ts';
import { checkReportFiles } from '../app/reports/write-reports.ts';
import { judgeTrace } from '../app/trace/judge-trace.ts';
import { readClientTrace } from '../app/trace/judge-trace-file.ts';
import { writeWholeFile } from '../app/write-file.ts';
import { makeMatrix } from '../audit/lattice/make-matrix.ts';
import { clientSurface } from '../audit/sources/client.ts';
import { contractSurface } from '../audit/sources/contract.ts';
import { docsSurface } from '../audit/sources/docs.ts';
import { methodIndex } from '../audit/sources/method-index.ts';
import { notesByOwner } from '../gate/notes-by-owner.ts';
import { dayOf } from '../lib/day.ts';
import { userError } from '../lib/error.ts';
import { loadFindings, loadVerdict } from '../load/load-findings.ts';
import { type Client, isMeantToCover } from '../model/client.ts';
import type { ClientSurface } from '../model/client-surface.ts';
import type { PageTrend } from '../model/page-data.ts';
import type { Surface } from '../model/surface.ts';
import type { Workspace } from '../model/workspace.ts';
import { readRecording } from '../recording/read-recording.ts';
import { type PagePart, pageData } from '../report/html/page-data.ts';
import { renderPage } from '../report/html.ts';

interface ReportCommandFlags extends WorkspaceFlags, Pick<SourceFlags, 'openapi' | 'docs' | 'target'> {
  readonly out?: string;
  readonly baseline?: string;
}

/** Shows all recordings, traces and findings side by side on one HTML page. */
export async function report(files: readonly string[], flags: ReportCommandFlags, io: Io): Promise<number> {
  const workspace = await openWorkspace(flags, io);
  const out = flags.out ?? `${workspace.config.reports}/report.html`;
  await checkReportFiles({ reporter: [`html:${out}`], baseline: flags.baseline }, workspace, io);
  const chosen = files.length > 0 ? files : await filesAtHand(workspace, io);
  const inputs: ReportInput[] = [];
  for (const file of chosen) inputs.push(await readInput(file, workspace, io));
  const shown = await Promise.all(
    [...newestOf(inputs)].map((input) => pagePart(input, inputs, { workspace, flags, io })),
  );
  const data = pageData(shown, {
    operations: workspace.contracts.operations,
    matrix: makeMatrix(...(await surfacesOf(inputs, { workspace, flags, io }))),
    trend: trendOf(inputs),
  });
  const path = resolve(io.cwd, out);
  await writeWholeFile(path, renderPage(data, await pageAssets()), out);
  io.err(`wrote ${relative(io.cwd, path)}: open it with \`parity open\`\n`);
  return 0;
}

interface ReportContext {
  readonly workspace: Workspace;
  readonly flags: ReportCommandFlags;
  readonly io: Io;
}

interface ReportInput extends Pick<PagePart, 'verdict'> {
  readonly file: string;
  readonly evidence?: ReturnType<typeof recordedEvidence>;
  /** Undefined for a recording, because only a trace has a client. */
  readonly client?: { readonly client: Client; readonly surface: ClientSurface };
}

/** Returns the last recording and all traces in the reports folder. @throws report-empty */
async function filesAtHand({ config }: Workspace, { cwd }: Io): Promise<readonly string[]> {
  const names = (await readdir(join(cwd, config.reports)).catch(() => [])).toSorted();
  const found = names.filter((name) => name === 'recording.jsonl' || name.endsWith('.trace.jsonl'));
  if (found.length > 0) return found.map((name) => `${config.reports}/${name}`);
  throw userError('report-empty', `there is no recording and no trace in ${config.reports}/`, {
    exitCode: 5,
    hint: '`parity run` records a server, and `parity trace` records a client.',
  });
}

async function readInput(file: string, workspace: Workspace, io: Io): Promise<ReportInput> {
  if (file.endsWith('.json')) return { file, verdict: await loadVerdict(io.cwd, file) };
  if (file.endsWith('.trace.jsonl')) {
    const { trace, client } = await readClientTrace(file, workspace, io);
    const { verdict, surface } = await judgeTrace(trace, client, { workspace, flags: {}, io });
    return { file, verdict, evidence: tracedEvidence(trace), client: { client, surface } };
  }
  const read = () => readRecording(resolve(io.cwd, file));
  const verdict = await judgeEntries(read(), workspace, { flags: {}, io });
  return { file, verdict, evidence: recordedEvidence(read, workspace.contracts) };
}

/** Keeps the newest recording of each target and the newest trace of each client. */
function newestOf(inputs: readonly ReportInput[]): Iterable<ReportInput> {
  return new Map(inputs.map((input) => [nameOf(input), input])).values();
}

function nameOf({ verdict }: ReportInput): string {
  return verdict.run.target.name;
}

async function pagePart(
  input: ReportInput,
  all: readonly ReportInput[],
  { workspace, flags, io }: ReportContext,
): Promise<PagePart> {
  const { verdict, evidence } = input;
  const same = all.filter((each) => nameOf(each) === nameOf(input));
  const named = flags.baseline === undefined ? undefined : await loadFindings(io.cwd, flags.baseline);
  const before = named?.run.target.name === nameOf(input) ? named : same.at(-2)?.verdict;
  return {
    verdict,
    ...((await evidence?.(verdict)) ?? { exchanges: new Map() }),
    notes: notesByOwner(workspace.ledger, verdict, dayOf(io.now())),
    contracts: await contractLines(verdict.causes, workspace),
    ...(before !== undefined && { baseline: new Set(before.causes.map(({ id }) => id)) }),
  };
}

function trendOf(inputs: readonly ReportInput[]): readonly PageTrend[] {
  return [...new Set(inputs.map(nameOf))].flatMap((name) => {
    const runs = inputs.filter((input) => nameOf(input) === name);
    if (runs.length < 2) return [];
    const count = ({ verdict }: ReportInput, severity: string) =>
      verdict.causes.filter((cause) => cause.severity === severity).length;
    return [
      {
        name,
        runs: runs.map((input) => ({
          label: input.file,
          errors: count(input, 'error'),
          warnings: count(input, 'warning'),
        })),
      },
    ];
  });
}

/** The second value in the result says whether a client should have an operation. */
async function surfacesOf(
  inputs: readonly ReportInput[],
  { workspace, flags, io }: ReportContext,
): Promise<Parameters<typeof makeMatrix>> {
  const { contracts } = workspace;
  const shown = [...newestOf(inputs)];
  const clients = shown.flatMap(({ client }) => client ?? []);
  const { openapi, docs, target } = flags;
  const all = { workspace, clients: clients.map(({ client }) => client), io };
  const sources = await readAuditSources({ openapi, docs, target, manifest: [] }, all);
  const profile = shown[0]?.verdict.run.target.profile ?? contracts.api.profiles[0] ?? '';
  const recorded = shown.filter(({ file }) => file.endsWith('.jsonl') && !file.endsWith('.trace.jsonl'));
  const pagesOf = (name: string) =>
    sources.pages.flatMap(({ client, page }) => (client === null || client === name ? [page] : []));
  const surfaces: readonly Surface[] = [
    contractSurface(contracts, profile),
    ...sources.openapi.map(({ surface }) => surface),
    ...(await Promise.all(recorded.map(({ file }) => readObserved(file, contracts, io)))),
    ...clients.flatMap(({ client: { name }, surface }) => [
      clientSurface(surface, contracts),
      ...(pagesOf(name).length === 0 ? [] : [docsSurface(pagesOf(name), { methods: methodIndex(surface), contracts })]),
    ]),
  ];
  const isMeant = (source: string, operation: string) => {
    const own = clients.find(({ client }) => source === `client:${client.name}`);
    return own === undefined || isMeantToCover(own.client, operation);
  };
  return [surfaces, { isMeant }];
}
