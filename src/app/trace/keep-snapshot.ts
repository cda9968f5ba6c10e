import { join } from 'node:path';
import { clientFacts } from '../../audit/manifest/client-facts.ts';
import { readTextFile } from '../../load/read-text-file.ts';
import type { Client } from '../../model/client.ts';
import type { ClientFacts } from '../../model/manifest.ts';
import type { Workspace } from '../../model/workspace.ts';
import { diffLines } from '../../report/diff-lines.ts';
import { formatSurface, SNAPSHOT_FORMAT } from '../../surface/format-surface.ts';
import type { Io } from '../io.ts';
import { writeWholeFile } from '../write-file.ts';
import type { ClientEvidence } from './judge-trace.ts';

export interface SnapshotFlags {
  readonly check?: boolean;
  readonly update?: boolean;
}

interface Snapshot {
  readonly facts: ClientFacts;
  readonly text: string;
}

export function makeSnapshot(
  { surface, findings, trace }: Pick<ClientEvidence, 'surface' | 'findings' | 'trace'>,
  { contracts }: Pick<Workspace, 'contracts'>,
): Snapshot {
  const facts = clientFacts({ surface, findings, contracts, revision: trace.start.revision });
  return { facts, text: formatSurface(surface, facts) };
}

export async function readSnapshotFile(
  { name }: Pick<Client, 'name'>,
  { root, config }: Pick<Workspace, 'root' | 'config'>,
): Promise<{ readonly file: string; readonly name: string; readonly text: string | null }> {
  const path = `${config.clients}/${name}.surface.yaml`;
  const file = join(root, path);
  return { file, name: path, text: await readTextFile(file).catch(() => null) };
}

export function formatProblem(text: string): string | undefined {
  const format = Number(/^format: (\d+)$/m.exec(text)?.[1] ?? 1);
  if (format === SNAPSHOT_FORMAT) return undefined;
  return `has format ${format}, and this version of wireparity writes format ${SNAPSHOT_FORMAT}`;
}

/** Ignores the section `source`, because this section contains the commit. */
export function isSameSnapshot(a: string, b: string): boolean {
  return withoutCommit(a) === withoutCommit(b);
}

function withoutCommit(text: string): string {
  return text.replace(/^source:\n(?: {2}.*\n)*/m, '');
}

/** Writes a missing snapshot. With `update`, also replaces a different snapshot. With `check`, writes nothing. */
export async function keepSnapshot(
  { text }: Snapshot,
  client: Client,
  { workspace, flags, io }: { readonly workspace: Workspace; readonly flags: SnapshotFlags; readonly io: Io },
): Promise<'same' | 'written' | 'differs'> {
  const { file, name, text: before } = await readSnapshotFile(client, workspace);
  if (before === text || (before !== null && !flags.update && isSameSnapshot(before, text))) {
    if (flags.check) io.err(`${name} agrees with the trace\n`);
    return 'same';
  }
  if (flags.update || (before === null && !flags.check)) {
    await writeWholeFile(file, text, name);
    io.err(`wrote ${name}\n`);
    return 'written';
  }
  const what = `${name} ${before === null ? 'does not exist' : (formatProblem(before) ?? 'differs from the trace')}`;
  const hint = `If the change is intended, run \`parity trace ${client.name} --update\` and review the new snapshot like any other change.`;
  io.err(`${what}\n${before === null ? '' : diffLines(before, text)}  ${hint}\n`);
  return flags.check ? 'differs' : 'same';
}
