import { relative, resolve } from 'node:path';
import { findClient } from '../app/choose-clients.ts';
import { chooseProfile } from '../app/choose-target.ts';
import type { Io } from '../app/io.ts';
import { type ClientPart, clientPart } from '../app/manifest/manifest-part.ts';
import { loadOldManifests } from '../app/manifest/old-manifests.ts';
import { openWorkspace, type WorkspaceFlags } from '../app/open-workspace.ts';
import type { EvidenceContext } from '../app/trace/client-evidence.ts';
import { loadPorts } from '../app/trace/trace-ports.ts';
import { untilStopped } from '../app/until-signal.ts';
import { writeWholeFile } from '../app/write-file.ts';
import { buildManifest } from '../audit/manifest/build-manifest.ts';
import { compareManifest } from '../audit/manifest/compare-manifest.ts';
import { formatManifest, MANIFEST_FILE } from '../audit/manifest/format-manifest.ts';
import { userError } from '../lib/error.ts';
import { readManifest } from '../load/load-manifest.ts';
import { readTextFile } from '../load/read-text-file.ts';
import type { Manifest } from '../model/manifest.ts';
import type { Workspace } from '../model/workspace.ts';
import { renderDiagnostics } from '../report/diagnostics.ts';
import { renderOrphans } from '../report/manifest-lines.ts';

interface ManifestFlags extends WorkspaceFlags {
  /** Writes nothing, and fails if the file contradicts the evidence. */
  readonly check?: boolean;
  /** Limits the manifest (with `out`) or the changes (without `out`) to one client. */
  readonly only?: string;
  readonly out?: string;
  readonly fromOld?: readonly string[];
  /** Date of the audit, for example 2027-01-31. */
  readonly audited?: string;
  readonly ports?: string;
  /** Uses existing traces, even if they are out of date. */
  readonly traces?: boolean;
}

export async function manifest(flags: ManifestFlags, io: Io): Promise<number> {
  const workspace = await openWorkspace(flags, io);
  const file = resolve(io.cwd, flags.out ?? MANIFEST_FILE);
  const name = relative(io.cwd, file);
  const text = await readTextFile(file).catch(() => null);
  const read = text === null ? null : readManifest(name, text);
  if (read !== null && read.shape !== 'ours' && (!flags.check || read.shape === 'old' || flags.only !== undefined)) {
    if (!flags.check) throw unreadable(name, read);
    io.out(`${unreadable(name, read).message}\n`);
    return 1;
  }
  // If the existing manifest cannot be parsed, it is compared line by line.
  const previous = read?.shape === 'ours' ? read.manifest : null;
  return untilStopped(io, async (signal) => {
    const evidence = { workspace, io, signal, asKept: flags.traces ?? false };
    const audited = flags.audited ?? (flags.check ? dateIn(text ?? '') : null);
    const made = await makeManifest({ workspace, flags, io, previous, evidence, audited });
    if (signal.aborted) return 130;
    return flags.check ? check(made, { name, text, io }) : await write(made.manifest, { file, name, io });
  });
}

interface Made {
  readonly manifest: Manifest;
  readonly problems: readonly string[];
}

interface Making {
  readonly workspace: Workspace;
  readonly flags: ManifestFlags;
  readonly io: Io;
  readonly previous: Manifest | null;
  readonly evidence: EvidenceContext;
  readonly audited: string | null;
}

async function makeManifest(making: Making): Promise<Made> {
  const { workspace, flags, io, previous } = making;
  const { clients } = workspace;
  const chosen = flags.only === undefined ? clients : [findClient(flags.only, clients)];
  if (chosen.length === 0) throw nothingTraced(`there are no clients in ${workspace.config.clients}/`);
  const old = await loadOldManifests(flags.fromOld ?? [], chosen, io);
  const ports = await loadPorts(workspace.root, flags.ports);
  const parts: ClientPart[] = [];
  const context = {
    ...{ evidence: making.evidence, check: flags.check ?? false, audited: making.audited },
    ...{ previous, clients: chosen, old, ports },
  };
  for (const client of chosen) parts.push(await clientPart(client, context));
  const inputs = parts.flatMap(({ input }) => input ?? []);
  if (inputs.length === 0 && !flags.check)
    throw nothingTraced('no client can run on this machine, and no client has a snapshot');
  const all = new Set(clients.map((client) => client.name));
  const isKept = (client: string) => all.has(client) && (flags.only === undefined || flags.out === undefined);
  const kept = Object.entries(previous?.clients ?? {}).filter(([client]) => isKept(client));
  const manifest = buildManifest({
    contracts: workspace.contracts,
    profile: chooseProfile(workspace.contracts, undefined),
    audited: making.audited,
    clients: inputs,
    kept: Object.fromEntries(kept),
  });
  return { manifest, problems: parts.flatMap(({ problem }) => problem ?? []) };
}

function nothingTraced(message: string): Error {
  return userError('trace-empty', message, { exitCode: 5, hint: 'See docs/reference/clients.md.' });
}

/** With `--check`, the date comes from the existing manifest, because a later date is no difference. */
function dateIn(text: string): string | null {
  return /^ *"audited": "(\d{4}-\d\d-\d\d)"/m.exec(text)?.[1] ?? null;
}

type Unreadable = Exclude<ReturnType<typeof readManifest>, { readonly shape: 'ours' }>;

function unreadable(name: string, read: Unreadable): Error {
  if (read.shape === 'wrong')
    return userError('files-invalid', `${name} has mistakes:\n\n${renderDiagnostics(read.diagnostics)}`, {
      hint: 'Repair the file, or remove the file and run `parity manifest` again.',
    });
  return userError(
    'manifest-outdated',
    `${name} is a hand-written manifest, whose format differs from that of a generated manifest`,
    {
      hint: `Move the file to another folder. To copy the notes of this file: parity manifest --from-old CLIENT=FILE.`,
    },
  );
}

function check(
  { manifest: made, problems }: Made,
  { name, text, io }: { readonly name: string; readonly text: string | null; readonly io: Io },
): number {
  if (text === null) {
    io.out(`${name} does not exist: run \`parity manifest\` to write it\n`);
    return 1;
  }
  const differences = compareManifest(text, made);
  for (const { entry, message, lines } of differences)
    io.out([`${entry}: ${message}`, ...lines.map((line) => `  ${line}`), ''].join('\n'));
  for (const problem of problems) io.out(problem);
  if (differences.length > 0) io.out(`${name} differs from the evidence: run \`parity manifest\` to write it again\n`);
  if (differences.length + problems.length > 0) return 1;
  io.err(`${name} agrees with the evidence\n`);
  return 0;
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
