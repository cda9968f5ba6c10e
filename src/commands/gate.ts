import { join, relative } from 'node:path';
import { findClient } from '../app/choose-clients.ts';
import { useBaseContracts } from '../app/gate/base-contracts.ts';
import { checkClientManifest } from '../app/gate/check-client-manifest.ts';
import { driveRevisions } from '../app/gate/drive-revisions.ts';
import { sourceRevision } from '../app/git/source-revision.ts';
import { defaultBase, hasRevision, resolveRevision, withWorktree } from '../app/git/with-worktree.ts';
import type { Io } from '../app/io.ts';
import { openWorkspace, type WorkspaceFlags } from '../app/open-workspace.ts';
import type { VerdictFlags } from '../app/reports/conclude.ts';
import { tracedTraffic } from '../app/reports/har-entries.ts';
import { checkReportFiles, parseReporters, type ReportFlags, writeGateReports } from '../app/reports/write-reports.ts';
import { driveClient } from '../app/trace/drive-client.ts';
import { type ClientEvidence, judgeEvidence, judgeTrace, verdictOn } from '../app/trace/judge-trace.ts';
import { untilStopped } from '../app/until-signal.ts';
import { compareVerdicts, confirmResult, failingOf, type GateInput } from '../gate/compare-verdicts.ts';
import { KINDS } from '../judge/kinds.ts';
import { userError } from '../lib/error.ts';
import { readManifest } from '../load/load-manifest.ts';
import { loadWorkspace } from '../load/load-workspace.ts';
import { readTextFile } from '../load/read-text-file.ts';
import type { Client } from '../model/client.ts';
import type { Finding } from '../model/finding.ts';
import type { GateResult } from '../model/gate-result.ts';
import type { Trace } from '../model/trace.ts';
import type { Workspace } from '../model/workspace.ts';
import { entriesWithout } from '../recording/trace-line.ts';

export interface GateFlags extends WorkspaceFlags, VerdictFlags, Pick<ReportFlags, 'reporter' | 'quiet' | 'verbose'> {
  readonly client: string;
  /** A revision of the client's repository, by default the merge base of HEAD and the main branch. */
  readonly base?: string;
  /** Folder for the reports. The default is the reports folder of the project. */
  readonly out?: string;
  /** New warnings fail the pull request too. */
  readonly strictWarnings?: boolean;
}

export interface GateOutcome {
  readonly exitCode: number;
  /** Undefined if the gate was interrupted. */
  readonly result?: GateResult;
}

/** Compares a client's pull request with its base, and fails for regressions. */
export async function gateClient(flags: GateFlags, io: Io): Promise<GateOutcome> {
  parseReporters(flags);
  const workspace = await openWorkspace(flags, io);
  await checkReportFiles(flags, workspace, io);
  const client = findClient(flags.client, workspace.clients);
  return untilStopped(io, async (signal) => {
    const { result, at, trace } = await hold(client, { workspace, flags, io, signal });
    if (signal.aborted) return { exitCode: 130 };
    await writeGateReports(result, workspace, { flags, io, locate: at, har: async () => tracedTraffic(trace) });
    return { result, exitCode: result.exitCode };
  });
}

interface GateContext {
  readonly workspace: Workspace;
  readonly flags: GateFlags;
  readonly io: Io;
  readonly signal: AbortSignal;
}

interface Held {
  readonly trace: Trace;
  readonly result: GateResult;
  readonly at: (finding: Finding) => SourcePlace;
}

async function hold(client: Client, context: GateContext): Promise<Held> {
  const { workspace, flags, io } = context;
  const folder = folderOf(client);
  const place = { folder, env: io.env };
  const base = await resolveRevision(place, flags.base ?? (await defaultBase(place)));
  const head = await sourceRevision(place);
  const { head: now, base: before, driven } = await driveRevisions(client, { ...context, folder, base });
  const atBase = await judgeTrace(before, client, { workspace, flags, io });
  const compare = async (trace: Trace): Promise<GateResult> => {
    const atHead = await judgeEvidence(trace, client, workspace);
    return compareVerdicts({
      base: { revision: base, verdict: atBase.verdict, versions: versionsOf(before) },
      head: {
        revision: head === null ? 'HEAD' : `${head.commit}${head.dirty ? ' and uncommitted changes' : ''}`,
        verdict: verdictOn(atHead, { workspace, flags, io, base: atBase.surface }),
        versions: versionsOf(trace),
      },
      byOldContracts: await judgeByOldContracts({ head: trace, base: before }, client, { ...context, base }),
      manifest: await staleEntries(atHead, { ...context, folder, base }),
      strictWarnings: flags.strictWarnings ?? false,
    });
  };
  const result = await compare(now);
  const again = methodsToRepeat(result, now);
  if (driven === null || again.size === 0 || context.signal.aborted)
    return { result, trace: now, at: placesOf(now, client, context) };
  const known = entriesWithout(now, again);
  const second = await compare(
    await driveClient(driven, { workspace, io, signal: context.signal, file: null, known, offline: true }),
  );
  return { result: confirmResult(result, second), trace: now, at: placesOf(now, client, context) };
}

/** A break is not checked again, because declarations are the same in every trace. */
function methodsToRepeat(result: GateResult, { description }: Trace): ReadonlySet<string> {
  const all = description.methods.map(({ name }) => name);
  const varying = failingOf(result).filter(({ kind }) => KINDS[kind].about !== 'change');
  const shown = varying.flatMap(({ methods }) => methods ?? all);
  return new Set([...shown, ...result.blocked.map(({ method }) => method)]);
}

/** Uses the client's own manifest, or else the manifest of a project in the same repository. */
async function staleEntries(
  evidence: ClientEvidence,
  { workspace, folder, base, io }: BaseContext,
): Promise<readonly string[] | null> {
  const homes = (await hasRevision({ folder: workspace.root, env: io.env }, base))
    ? [folder, workspace.root]
    : [folder];
  for (const home of homes) {
    const text = await readTextFile(join(home, MANIFEST_FILE)).catch(() => null);
    // Only `parity manifest --from-old` reads hand-written manifests.
    if (text === null || readManifest(MANIFEST_FILE, text).shape === 'old') continue;
    const differences = await checkClientManifest(text, evidence, workspace);
    return differences.map(({ entry, message }) => `${entry}: ${message}`);
  }
  return null;
}

const MANIFEST_FILE = 'parity-manifest.json';

interface BaseContext extends GateContext {
  readonly folder: string;
  readonly base: string;
}

function folderOf({ name, source, at }: Client): string {
  if (source.kind === 'path') return source.path;
  const hint = `Set \`source: { path: … }\` in ${at.file}: a gate compares two revisions of a clone.`;
  throw userError('source-missing', `client "${name}" must have a folder as its source; its source is ${source.kind}`, {
    hint,
  });
}

function versionsOf({ description }: Trace): readonly string[] {
  const [own, ...others] = description.versions;
  return others
    .filter(({ version }) => version !== own?.version)
    .map(({ source, version }) => `${own?.source} states ${own?.version}, ${source} states ${version}`);
}

/** If the pull request changes the contracts too, also judges base and head by the old contracts. */
async function judgeByOldContracts(
  traces: { readonly base: Trace; readonly head: Trace },
  client: Client,
  { workspace, flags, io, base }: GateContext & { readonly base: string },
): Promise<GateInput['byOldContracts']> {
  if (!(await hasRevision({ folder: workspace.root, env: io.env }, base))) return null;
  const old = await withWorktree({ folder: workspace.root, env: io.env }, base, async (tree) => {
    await useBaseContracts(tree, workspace);
    return loadWorkspace(tree, { configFile: flags.config });
  });
  if (old.contracts.hash === workspace.contracts.hash || old.contracts.operations.size === 0) return null;
  const context = { workspace: { ...workspace, contracts: old.contracts }, flags, io };
  const judged = async (trace: Trace) => (await judgeTrace(reroute(trace, old), client, context)).verdict;
  return { base: await judged(traces.base), head: await judged(traces.head) };
}

/** Leaves out calls of operations that these contracts do not describe. */
function reroute(trace: Trace, { contracts }: Workspace): Trace {
  return {
    ...trace,
    calls: trace.calls.filter(({ exchanges }) =>
      exchanges.every(({ operation }) => operation === null || contracts.operations.has(operation)),
    ),
  };
}

interface SourcePlace {
  readonly file: string;
  readonly line: number;
}

/** Returns the line that defines the method, or else the line of the client file. */
function placesOf(
  { description }: Trace,
  client: Client,
  { workspace, io }: Pick<GateContext, 'workspace' | 'io'>,
): Held['at'] {
  const places = new Map(description.methods.flatMap(({ name, at }) => (at === undefined ? [] : [[name, at]])));
  const own = { file: relative(io.cwd, join(workspace.root, client.at.file)), line: client.at.line };
  return ({ methods }) => {
    const at = methods?.map((name) => places.get(name)).find((place) => place !== undefined);
    return at === undefined ? own : { file: relative(io.cwd, join(folderOf(client), at.file)), line: at.line };
  };
}
