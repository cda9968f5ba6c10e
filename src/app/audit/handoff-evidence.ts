import { join, relative } from 'node:path';
import { glob } from 'tinyglobby';
import { answerChanges } from '../../audit/handoff/answer-changes.ts';
import { type Contradiction, type HandoffEvidence, handoffCauses } from '../../audit/handoff/build-handoff.ts';
import { evidenceCall, type Replay } from '../../audit/handoff/build-row.ts';
import { docsContradictions } from '../../audit/handoff/docs-contradictions.ts';
import type { CauseGroup } from '../../audit/handoff/group-causes.ts';
import { isMissing } from '../../audit/handoff/priority.ts';
import { versionContradictions } from '../../audit/handoff/version-contradictions.ts';
import { findDrifts } from '../../audit/lattice/find-drifts.ts';
import { NO_NOTES } from '../../audit/manifest/carry-notes.ts';
import { joinPorts } from '../../audit/manifest/ports.ts';
import { readCoverage } from '../../audit/manifest/read-coverage.ts';
import { clientSurface } from '../../audit/sources/client.ts';
import { contractSurface } from '../../audit/sources/contract.ts';
import { docsSurface } from '../../audit/sources/docs.ts';
import { docsAgainstClient } from '../../audit/sources/docs-against-client.ts';
import { methodIndex } from '../../audit/sources/method-index.ts';
import { readVersions, userAgentsOf, type VersionFile } from '../../audit/sources/versions.ts';
import { TRACE_KEY } from '../../clients/trace/trace-client.ts';
import { dayOf } from '../../lib/day.ts';
import { readTextFile } from '../../load/read-text-file.ts';
import { type Client, isMeantToCover } from '../../model/client.ts';
import type { Drift } from '../../model/drift.ts';
import type { Finding } from '../../model/finding.ts';
import type { Xfail } from '../../model/ledger.ts';
import type { PortInFlight } from '../../model/manifest.ts';
import type { Surface } from '../../model/surface.ts';
import { stepsOf, type Verdict } from '../../model/verdict.ts';
import { withPrivateGit } from '../git/private-git-folder.ts';
import type { GitPlace } from '../git/run-git.ts';
import { readOldStory } from '../manifest/old-manifests.ts';
import { clientEvidence } from '../trace/client-evidence.ts';
import { type ClientEvidence, verdictOn } from '../trace/judge-trace.ts';
import { loadPorts, portsOf, tracePorts } from '../trace/trace-ports.ts';
import type { AuditContext } from './audit-context.ts';
import { type ReplayedRow, replayClient } from './replay-client.ts';
import { missingScripts } from './replay-missing.ts';

export async function gatherEvidence(client: Client, context: AuditContext): Promise<Omit<HandoffEvidence, 'earlier'>> {
  const { workspace, io, signal, flags, date, sources } = context;
  const evidence = await clientEvidence(client, { workspace, io, signal, asKept: flags.traces ?? false });
  const { trace, surface, findings } = evidence;
  const verdict = verdictOn(evidence, { workspace, flags: {}, io });
  const manifest = sources.manifests.get(client.name);
  const pages = sources.pages
    .filter(({ client: owner }) => owner === null || owner === client.name)
    .map(({ page }) => page);
  const surfaces = surfacesOf(evidence, pages, context);
  const versions = await versionsOf(evidence);
  return {
    ...{ client, trace, surface, findings, date, secret: TRACE_KEY, contracts: workspace.contracts },
    excuses: excusesOf(findings, verdict),
    sources: [
      'trace',
      ...surfaces.map(({ source }) => source),
      ...(manifest === undefined ? [] : [`manifest:${relative(io.cwd, manifest.file)}`]),
    ],
    ports: await portsInFlight(evidence, context),
    stale: await staleClaims(evidence, context),
    docs: docsContradictions(docsAgainstClient(pages, surface), {
      hasPages: pages.length > 0,
      ignored: client.ignore.filter(({ argument }) => argument === undefined).map(({ method }) => method),
    }),
    drifts: [...driftsOf(surfaces, evidence), ...otherProfiles(client, context)],
    answers: answerChanges(sources.observed, new Set(verdict.coverage.exercised)),
    versions,
    replays: await replayRows(evidence, versions, context),
    decided: decisionsOn(client, surface, workspace),
    ledger: await ledgerOf(client, context),
  };
}

async function replayRows(
  evidence: ClientEvidence,
  versions: readonly Contradiction[],
  { workspace, io, signal }: AuditContext,
): Promise<HandoffEvidence['replays']> {
  const { findings, trace } = evidence;
  const causes = handoffCauses({ findings, versions, contracts: workspace.contracts });
  const isLacking = ({ findings: [first] }: CauseGroup) => isMissing(first.kind);
  const { contracts } = workspace;
  const { profile } = evidence.client;
  const scripts = await missingScripts(causes.filter(isLacking), { contracts, profile, signal });
  const rows = causes.flatMap((cause): readonly ReplayedRow[] => {
    const [first] = cause.findings;
    const script = scripts.get(cause.fingerprint);
    if (typeof script === 'object') return [{ cause, ...script }];
    const call = script === undefined ? evidenceCall(first, trace) : undefined;
    return call === undefined ? [] : [{ cause, call, pointer: first.evidence.pointer }];
  });
  const replays = await replayClient(rows, evidence, { workspace, io, signal, asKept: true });
  const without = [...scripts].flatMap(([row, why]) =>
    typeof why === 'string' ? [[row, { program: null, withheld: why }] as const] : [],
  );
  return new Map<string, Replay>([...replays, ...without]);
}

function decisionsOn(
  { covers, notes }: Client,
  surface: ClientEvidence['surface'],
  { contracts }: AuditContext['workspace'],
): HandoffEvidence['decided'] {
  const { only, except, reasons = {} } = covers;
  const covered = readCoverage(surface, contracts);
  const noted = Object.entries(notes?.notes ?? {}).flatMap(([operation, { decision, blocker }]) => {
    const why = decision ?? blocker;
    const isLacking = contracts.operations.has(operation) && !covered.has(operation);
    return why === undefined || !isLacking ? [] : [{ what: operation, why }];
  });
  return [
    ...(only.length > 0 && reasons.only !== undefined
      ? [{ what: `all but ${only.join(', ')}`, why: reasons.only }]
      : []),
    ...except.flatMap((pattern) => (reasons[pattern] === undefined ? [] : [{ what: pattern, why: reasons[pattern] }])),
    ...noted,
  ];
}

function excusesOf(findings: readonly Finding[], { scenarios }: Verdict): ReadonlyMap<Finding, Xfail> {
  const byPrint = new Map(findings.map((finding) => [finding.fingerprint, finding]));
  const excused = stepsOf(scenarios).flatMap((step) => step.excused);
  return new Map(
    excused.flatMap(({ finding, xfail }): readonly (readonly [Finding, Xfail])[] => {
      const own = byPrint.get(finding.fingerprint);
      return own === undefined ? [] : [[own, xfail]];
    }),
  );
}

async function staleClaims(
  evidence: ClientEvidence,
  { workspace, sources, io }: AuditContext,
): Promise<HandoffEvidence['stale']> {
  const manifest = sources.manifests.get(evidence.client.name);
  if (manifest === undefined) return [];
  const { stale } = await readOldStory(manifest.manifest, evidence, workspace);
  return stale.map((claim) => ({ file: relative(io.cwd, manifest.file), claim }));
}

function surfacesOf(
  { client, surface }: ClientEvidence,
  pages: HandoffPages,
  { workspace, sources }: AuditContext,
): readonly Surface[] {
  const { contracts } = workspace;
  const docs = pages.length === 0 ? [] : [docsSurface(pages, { methods: methodIndex(surface), contracts })];
  const newest = sources.observed.at(-1);
  return [
    contractSurface(contracts, client.profile),
    ...sources.openapi
      .filter(({ profile }) => profile === null || profile === client.profile)
      .map(({ surface: each }) => each),
    ...(newest === undefined ? [] : [newest]),
    clientSurface(surface, contracts),
    ...docs,
  ];
}

type HandoffPages = Parameters<typeof docsAgainstClient>[0];

/** Leaves out drifts between the contracts and the client, because these drifts are already findings. */
function driftsOf(surfaces: readonly Surface[], { client, surface }: ClientEvidence): readonly Drift[] {
  if (surfaces.length < 3) return [];
  const own = `client:${surface.client}`;
  const isMeant = (source: string, operation: string) => source !== own || isMeantToCover(client, operation);
  return findDrifts(surfaces, { isMeant }).filter(({ operation, culprit, sayings }) =>
    culprit === null || culprit === own ? sayings.length > 2 : isMeantToCover(client, operation),
  );
}

function otherProfiles(client: Client, { workspace, sources }: AuditContext): readonly Drift[] {
  return sources.openapi.flatMap(({ profile, surface }) => {
    if (profile === null || profile === client.profile) return [];
    const drifts = findDrifts([contractSurface(workspace.contracts, profile), surface], {});
    return drifts.filter(({ operation }) => isMeantToCover(client, operation));
  });
}

async function portsInFlight(
  { client, surface }: ClientEvidence,
  context: AuditContext,
): Promise<readonly PortInFlight[]> {
  const { workspace, flags, io, signal, date } = context;
  const lists = await loadPorts(workspace.root, flags.ports);
  const ports = portsOf(lists, client, workspace.clients);
  const { contracts } = workspace;
  const { inFlight } = joinPorts({
    ...{ main: readCoverage(surface, contracts), contracts, audited: date, previous: client.notes ?? NO_NOTES },
    open: ports === null ? null : await tracePorts(ports, client, { workspace, io, signal, asKept: false }),
    merged: (ports ?? []).filter(({ state }) => state === 'merged'),
  });
  return inFlight;
}

const VERSION_FILES = [
  'pyproject.toml',
  'setup.cfg',
  'setup.py',
  'package.json',
  'CHANGELOG.md',
  'CHANGES.md',
  '{*,src/*}/{__init__,version,_version,__version__}.py',
  '{lib,src,dist}/version.{js,ts,mjs}',
];

async function versionsOf({ client, trace }: ClientEvidence): Promise<readonly Contradiction[]> {
  const { source } = client;
  if (source.kind !== 'path') return [];
  const names = await glob([...VERSION_FILES], { cwd: source.path, ignore: ['**/node_modules/**', 'tests/**'] });
  const files = await Promise.all(
    names
      .toSorted()
      .map(async (name): Promise<VersionFile> => ({ name, text: await readTextFile(join(source.path, name)) })),
  );
  return versionContradictions(readVersions(files, { userAgents: userAgentsOf(trace.calls) }));
}

async function ledgerOf({ name }: Client, { workspace, io }: AuditContext): Promise<HandoffEvidence['ledger']> {
  const entries = workspace.ledger.entries.filter(({ where }) => where === name);
  const place = { folder: workspace.root, env: io.env };
  return Promise.all(entries.map(async (entry) => ({ entry, written: await writtenOn(place, entry) })));
}

/** Returns the date of the commit that added the entry, or null if git does not know this commit. */
async function writtenOn(place: GitPlace, { at }: Xfail): Promise<string | null> {
  const blame = ['blame', '--porcelain', '-L', `${at.line},${at.line}`, '--', at.file];
  const said = await withPrivateGit(place, (git) => git(...blame)).catch(() => '');
  const seconds = /^author-time (\d+)$/m.exec(said)?.[1];
  const isCommitted = seconds !== undefined && !/^0{40}/.test(said);
  return isCommitted ? dayOf(new Date(Number(seconds) * 1000)) : null;
}
