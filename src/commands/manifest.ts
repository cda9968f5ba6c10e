import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { chooseProfile } from '../app/choose-profile.ts';
import { clientEvidence, type EvidenceContext } from '../app/client-evidence.ts';
import { findClient } from '../app/find-client.ts';
import type { Io } from '../app/io.ts';
import { loadOldManifests, type OldManifests, readOldStory } from '../app/old-manifests.ts';
import { openWorkspace, type WorkspaceFlags } from '../app/open-workspace.ts';
import { loadPorts, type PortLists, portsOf, tracePorts } from '../app/trace-ports.ts';
import { writeWholeFile } from '../app/write-file.ts';
import { buildManifest, type ClientInput } from '../audit/manifest/build-manifest.ts';
import { type Notes, readNotes } from '../audit/manifest/carry-notes.ts';
import { compareManifest } from '../audit/manifest/compare-manifest.ts';
import { formatManifest, MANIFEST_FILE } from '../audit/manifest/format-manifest.ts';
import { joinPorts } from '../audit/manifest/ports.ts';
import { readCoverage } from '../audit/manifest/read-coverage.ts';
import { findObstacle } from '../clients/install/find-obstacle.ts';
import { userError } from '../lib/error.ts';
import { readManifest } from '../load/load-manifest.ts';
import type { Client } from '../model/client.ts';
import type { ClientManifest, Manifest } from '../model/manifest.ts';
import type { Workspace } from '../model/workspace.ts';
import { renderDiagnostics } from '../report/diagnostics.ts';
import { renderOrphans, renderStaleClaims } from '../report/manifest-lines.ts';

export interface ManifestFlags extends WorkspaceFlags {
  /** Fail when the file is not what the evidence says, and write nothing. */
  readonly check?: boolean;
  /** One client: with `out` the form that its own repository keeps, else its part of the file. */
  readonly only?: string;
  readonly out?: string;
  readonly fromOld?: readonly string[];
  /** ISO date. */
  readonly audited?: string;
  readonly ports?: string;
  /** Take the traces that are kept as they are. */
  readonly traces?: boolean;
}

/** Writes the manifest that the evidence yields, or holds the one that is there against it. */
export async function manifest(flags: ManifestFlags, io: Io): Promise<number> {
  const workspace = await openWorkspace(flags, io);
  const file = resolve(io.cwd, flags.out ?? MANIFEST_FILE);
  const name = relative(io.cwd, file);
  const text = await readFile(file, 'utf8').catch(() => null);
  const previous = readPrevious(name, text);
  if (previous === 'wrong shape' && flags.check) return sayWrongShape(name, text ?? '', io);
  if (previous === 'wrong shape') throw notOurs(name, text ?? '');
  const stop = new AbortController();
  const offSignal = io.onSignal((signal) => stop.abort(signal));
  try {
    const evidence = { workspace, io, signal: stop.signal, asKept: flags.traces ?? false };
    const made = await makeManifest({ workspace, flags, io, previous, evidence });
    if (stop.signal.aborted) return 130;
    return flags.check ? check(made, { name, text, io }) : await write(made, { file, name, io });
  } finally {
    offSignal();
  }
}

interface Making {
  readonly workspace: Workspace;
  readonly flags: ManifestFlags;
  readonly io: Io;
  readonly previous: Manifest | null;
  readonly evidence: EvidenceContext;
}

async function makeManifest(making: Making): Promise<Manifest> {
  const { workspace, flags, io, previous } = making;
  const clients = await chooseClients(making);
  const old = await loadOldManifests(flags.fromOld ?? [], clients, io);
  const ports = await loadPorts(workspace.root, flags.ports);
  const inputs: ClientInput[] = [];
  for (const client of clients) inputs.push(await clientInput(client, { ...making, clients, old, ports }));
  const all = new Set(workspace.clients.map((client) => client.name));
  const isKept = (client: string) => all.has(client) && (flags.only === undefined || flags.out === undefined);
  const kept = Object.entries(previous?.clients ?? {}).filter(([client]) => isKept(client));
  return buildManifest({
    contracts: workspace.contracts,
    profile: chooseProfile(workspace.contracts, undefined),
    audited: auditDate(making),
    clients: inputs,
    kept: Object.fromEntries(kept),
  });
}

/** Those that can run here; of the others the file keeps what it says. */
async function chooseClients({ workspace, flags, io }: Making): Promise<readonly Client[]> {
  const { clients, root, config } = workspace;
  if (flags.only !== undefined) return [findClient(flags.only, clients)];
  const chosen: Client[] = [];
  for (const client of clients) {
    const obstacle = flags.traces ? undefined : await findObstacle(client, { root, env: io.env });
    if (obstacle === undefined) chosen.push(client);
    else io.err(`left as it was: ${client.name}: ${obstacle}\n`);
  }
  if (chosen.length > 0) return chosen;
  const message = clients.length === 0 ? `there are no clients in ${config.clients}/` : 'no client can run here';
  throw userError('NOTHING_TRACED', message, { exitCode: 5, hint: 'See docs/reference/clients.md.' });
}

/** `--check` goes by the date of the file: a day that passes is no difference. */
function auditDate({ flags, previous }: Making): string | null {
  return flags.audited ?? (flags.check ? (previous?.audited ?? null) : null);
}

interface Inputs extends Making {
  readonly clients: readonly Client[];
  readonly old: OldManifests;
  readonly ports: PortLists;
}

async function clientInput(client: Client, inputs: Inputs): Promise<ClientInput> {
  const { workspace, io, flags, evidence: context } = inputs;
  const { contracts } = workspace;
  const ports = portsOf(inputs.ports, client, inputs.clients);
  const evidence = await clientEvidence(client, context);
  const { surface, findings, trace } = evidence;
  const before = inputs.previous?.clients[client.name] ?? null;
  const story = inputs.old.get(client.name);
  const told = story === undefined ? null : await readOldStory(story.manifest, evidence, workspace);
  if (story !== undefined && told !== null) io.out(renderStaleClaims(story.file, told.stale));
  return {
    ...{ client, surface, findings, versions: trace.description.versions },
    // What was traced is told, not claimed: a manifest in the client's own repository can never name its own commit.
    revision: flags.check && before !== null ? revisionOf(before) : trace.start.revision,
    ports: joinPorts({
      main: readCoverage(surface, contracts),
      open: ports === null ? null : await tracePorts(ports, client, context),
      merged: (ports ?? []).filter(({ state }) => state === 'merged'),
      previous: before,
      contracts,
      audited: auditDate(inputs),
    }),
    notes: joinNotes(before, told?.notes),
  };
}

function revisionOf({ source }: ClientManifest): ClientInput['revision'] {
  return source.commit === null ? null : { commit: source.commit, dirty: source.dirty };
}

/** What stands in the newer manifest comes first. */
function joinNotes(before: ClientManifest | null, old: Notes | undefined): Notes {
  return new Map([...(old ?? []), ...(before === null ? [] : readNotes(before))]);
}

function readPrevious(name: string, text: string | null): Manifest | null | 'wrong shape' {
  if (text === null) return null;
  const read = readManifest(name, text);
  return read.shape === 'ours' ? read.manifest : 'wrong shape';
}

function sayWrongShape(name: string, text: string, io: Io): number {
  const read = readManifest(name, text);
  if (read.shape === 'wrong') io.out(`${name} cannot be read:\n${renderDiagnostics(read.diagnostics)}`);
  else io.out(`${name} is a manifest of another shape, kept by hand\n`);
  return 1;
}

function notOurs(name: string, text: string): Error {
  const read = readManifest(name, text);
  if (read.shape === 'wrong')
    return userError('DATA_FILES', `${name} has mistakes:\n\n${renderDiagnostics(read.diagnostics)}`, {
      hint: `Mend it, or move it away: its notes would be lost.`,
    });
  return userError('OLD_MANIFEST', `${name} is a manifest of another shape, kept by hand`, {
    hint: `Move it away, and carry its notes over: parity manifest --from-old CLIENT=FILE.`,
  });
}

function check(
  made: Manifest,
  { name, text, io }: { readonly name: string; readonly text: string | null; readonly io: Io },
): number {
  if (text === null) {
    io.out(`${name} is not there: \`parity manifest\` writes it\n`);
    return 1;
  }
  const differences = compareManifest(text, made);
  for (const { entry, message, lines } of differences)
    io.out([`${entry}: ${message}`, ...lines.map((line) => `  ${line}`), ''].join('\n'));
  if (differences.length > 0) io.out(`${name} is not what the evidence says: \`parity manifest\` writes it anew\n`);
  return differences.length > 0 ? 1 : 0;
}

async function write(
  made: Manifest,
  { file, name, io }: { readonly file: string; readonly name: string; readonly io: Io },
): Promise<number> {
  await writeWholeFile(file, formatManifest(made), name);
  io.out(renderOrphans(made));
  io.err(`wrote ${name}\n`);
  return 0;
}
