import { appendFile, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { compareBaseline } from '../../gate/apply-baseline.ts';
import { notesByOwner } from '../../gate/notes-by-owner.ts';
import { dayOf } from '../../lib/day.ts';
import { userError } from '../../lib/error.ts';
import { type FindingsReport, loadFindings } from '../../load/load-findings.ts';
import type { GateResult } from '../../model/gate-result.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { Workspace } from '../../model/workspace.ts';
import { formatHar } from '../../recording/format-har.ts';
import { GATE_REPORTERS } from '../../report/gate-reports.ts';
import { githubSummary } from '../../report/github-summary.ts';
import { renderBaseline, renderOwnerNotes } from '../../report/ledger-lines.ts';
import { REPORTERS, type ReporterName } from '../../report/reporters.ts';
import type { SarifOptions } from '../../report/sarif.ts';
import { type Io, typable } from '../io.ts';
import { notWritten, writeWholeFile } from '../write-file.ts';
import type { HarTraffic } from './har-entries.ts';
import { contractLines, type EvidenceOf, pageAssets } from './page-evidence.ts';

export interface ReportFlags {
  /** Each reporter is `name` or `name:file`. */
  readonly reporter?: readonly string[];
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  /** The `findings.json` of an earlier run. */
  readonly baseline?: string;
  /** File for an HTTP Archive of the judged exchanges. */
  readonly har?: string;
}

/** A HAR file contains traffic and no results, so `har` is not a reporter. */
type FormatName = ReporterName | 'har';

interface Destination {
  readonly name: FormatName;
  /** Null means stdout. */
  readonly file: string | null;
}

interface ReportContext {
  readonly flags: ReportFlags;
  readonly io: Io;
  /** Prefix of the file names, for example the client's name. */
  readonly name?: string;
  readonly evidence?: EvidenceOf;
  readonly har?: () => Promise<HarTraffic>;
}

/** Always writes `findings.json`, because people and `--last-failed` read this file. */
export async function writeReports(
  verdict: Verdict,
  workspace: Workspace,
  { flags, io, name, evidence = async () => ({ exchanges: new Map() }), har = NO_TRAFFIC }: ReportContext,
): Promise<void> {
  const { config, contracts, ledger } = workspace;
  // The baseline is read first, because it may be the `findings.json` that the new reports overwrite.
  const baseline = flags.baseline === undefined ? undefined : await loadFindings(io.cwd, flags.baseline);
  const prefix = `${config.reports}/${name === undefined ? '' : `${name}.`}`;
  const findings = `${prefix}findings.json`;
  const detail = flags.verbose ? 'verbose' : flags.quiet ? 'quiet' : 'normal';
  const { color, columns: width } = io;
  const options = { color, width, operations: contracts.operations, details: findings, detail } as const;
  const chosen = withPageFile(parseReporters(flags), prefix) ?? defaultReporters(prefix, io);
  const always: Destination = { name: 'json', file: findings };
  const asked = [...chosen, ...archiveOf(flags)];
  const destinations = asked.some(({ file }) => file === findings) ? asked : [...asked, always];
  const notes = notesByOwner(ledger, verdict, dayOf(io.now()));
  const html = chosen.some((destination) => destination.name === 'html')
    ? {
        page: await pageAssets(),
        ...(await evidence(verdict)),
        contracts: await contractLines(verdict.causes, workspace),
        baseline: baseline && new Set(baseline.causes.map(({ id }) => id)),
        notes,
      }
    : undefined;
  const render = async (format: FormatName) =>
    format === 'har' ? [archive(await har(), io)] : REPORTERS[format](verdict, { ...options, html });
  for (const { name, file } of destinations) {
    const out = name === 'terminal' ? (text: string) => io.out(typable(text, io)) : io.out;
    await writeReport(file, await render(name), { ...io, out });
  }
  if (destinations.some((destination) => destination.name === 'terminal' && destination.file === null))
    io.out(renderOwnerNotes(notes));
  if (baseline !== undefined) io.out(againstBaseline(baseline, flags.baseline ?? '', verdict));
  await addToSummary(githubSummary(verdict), io);
}

const NO_TRAFFIC = async (): Promise<HarTraffic> => ({ exchanges: [], origin: '' });

function archiveOf({ har }: ReportFlags): readonly Destination[] {
  return har === undefined ? [] : [{ name: 'har', file: har }];
}

function archive({ exchanges, origin }: HarTraffic, { version }: Io): string {
  return formatHar(exchanges, { origin, tool: { name: 'wireparity', version } });
}

/** An HTML report gets a default file, because nobody reads a page on stdout. */
function withPageFile(chosen: readonly Destination[] | undefined, prefix: string): readonly Destination[] | undefined {
  return chosen?.map(({ name, file }) => ({ name, file: name === 'html' ? (file ?? `${prefix}report.html`) : file }));
}

async function writeReport(file: string | null, pieces: Iterable<string>, io: Io): Promise<void> {
  if (file === null) for (const piece of pieces) io.out(piece);
  else await writeWholeFile(resolve(io.cwd, file), pieces);
}

async function addToSummary(markdown: string, { env }: Io): Promise<void> {
  const summary = env.GITHUB_STEP_SUMMARY;
  if (!summary) return;
  await appendFile(summary, markdown).catch((error) => {
    throw notWritten(summary, error);
  });
}

interface GateReportContext {
  readonly flags: ReportFlags & { readonly out?: string };
  readonly io: Io;
  readonly har: () => Promise<HarTraffic>;
}

/** Always writes Markdown, SARIF and JSON, because a CI workflow uploads these files. */
export async function writeGateReports(
  result: GateResult,
  { config }: Workspace,
  { flags, io, locate, har }: GateReportContext & Pick<SarifOptions, 'locate'>,
): Promise<void> {
  const prefix = `${flags.out ?? config.reports}/${result.client}.gate`;
  const always: readonly Destination[] = [
    { name: 'markdown', file: `${prefix}.md` },
    { name: 'sarif', file: `${prefix}.sarif` },
    { name: 'json', file: `${prefix}.json` },
  ];
  const onGithub: readonly Destination[] = io.env.GITHUB_ACTIONS === 'true' ? [{ name: 'github', file: null }] : [];
  const chosen = withPageFile(parseReporters(flags), `${prefix}.`) ?? [...onGithub, { name: 'terminal', file: null }];
  const page = chosen.some(({ name }) => name === 'html') ? await pageAssets() : undefined;
  const options = { tool: `wireparity ${io.version}`, locate, page };
  for (const { name, file } of [...always, ...chosen])
    await writeReport(file, [name === 'har' ? archive(await har(), io) : GATE_REPORTERS[name](result, options)], io);
  await addToSummary(GATE_REPORTERS.markdown(result, options), io);
}

function againstBaseline(baseline: FindingsReport, file: string, verdict: Verdict): string {
  const [before, now] = [baseline.run.target.name, verdict.run.target.name];
  if (before !== now)
    return `\n${file} is a report about "${before}", so the causes of "${now}" were not compared with it\n`;
  return renderBaseline(file, compareBaseline(baseline.causes, verdict));
}

function defaultReporters(prefix: string, io: Io): readonly Destination[] {
  const github: Destination[] = io.env.GITHUB_ACTIONS === 'true' ? [{ name: 'github', file: null }] : [];
  return [
    ...github,
    { name: 'terminal', file: null },
    { name: 'json', file: `${prefix}findings.json` },
    { name: 'junit', file: `${prefix}junit.xml` },
  ];
}

/** Detects a misspelled reporter name before the first request. @throws reporter-unknown */
export function parseReporters({ reporter }: ReportFlags): readonly Destination[] | undefined {
  return reporter?.map(parseReporter);
}

/**
 * Checks before the first request that no report overwrites a data file or a recording.
 * @throws report-misplaced, findings-missing, findings-unreadable
 */
export async function checkReportFiles(
  { reporter, har, baseline }: ReportFlags,
  { root, config }: Workspace,
  { cwd }: Io,
): Promise<void> {
  if (baseline !== undefined) await loadFindings(cwd, baseline);
  const files = (parseReporters({ reporter }) ?? []).flatMap(({ file }) => (file === null ? [] : [file]));
  const folders = [config.contracts, config.suites, config.clients].map((name) => resolve(root, name));
  const own = [config.xfails, config.at.file, 'parity-manifest.json'].map((name) => resolve(root, name));
  for (const file of [...files, ...(har === undefined ? [] : [har])]) {
    const path = await realPath(resolve(cwd, file));
    const isOurs =
      own.includes(path) || path.endsWith('.jsonl') || folders.some((folder) => path.startsWith(folder + sep));
    if (isOurs) throw reportMisplaced(file, config.reports);
  }
}

/** Resolves symbolic links in the path of a file, even if the file does not exist yet. */
async function realPath(path: string): Promise<string> {
  return realpath(path).catch(async () =>
    join(await realpath(dirname(path)).catch(() => dirname(path)), basename(path)),
  );
}

function reportMisplaced(file: string, reports: string): Error {
  return userError(
    'report-misplaced',
    `${file} is a data file or a recording and must not be overwritten by a report`,
    {
      hint: `Choose another file, for example ${reports}/report.json.`,
    },
  );
}

function parseReporter(text: string): Destination {
  const [name = '', ...rest] = text.split(':');
  const file = rest.join(':');
  if (isReporter(name)) return { name, file: file === '' ? null : file };
  throw userError(
    'reporter-unknown',
    `--reporter must be one of ${[...Object.keys(REPORTERS), 'har'].join(', ')}; was "${name}"`,
    {
      hint: 'To write to a file: --reporter junit:out/junit.xml',
    },
  );
}

function isReporter(name: string): name is FormatName {
  return name === 'har' || Object.hasOwn(REPORTERS, name);
}
