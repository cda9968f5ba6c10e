import { buildManifest } from '../../audit/manifest/build-manifest.ts';
import { NO_NOTES, notesOfManifest } from '../../audit/manifest/carry-notes.ts';
import { compareManifest, type ManifestDifference } from '../../audit/manifest/compare-manifest.ts';
import { joinPorts } from '../../audit/manifest/ports.ts';
import { readCoverage } from '../../audit/manifest/read-coverage.ts';
import { readManifest } from '../../load/load-manifest.ts';
import type { Workspace } from '../../model/workspace.ts';
import type { ClientEvidence } from '../trace/judge-trace.ts';
import { makeSnapshot, readSnapshotFile } from '../trace/keep-snapshot.ts';

/** Ports, the date, the commit and other clients are not compared. */
export async function checkClientManifest(
  text: string,
  evidence: ClientEvidence,
  workspace: Workspace,
): Promise<readonly ManifestDifference[]> {
  const read = readManifest('manifest', text);
  if (read.shape === 'old')
    return [
      {
        entry: 'the file',
        message: 'is a hand-written manifest, whose format differs from that of a generated manifest',
        lines: [],
      },
    ];
  if (read.shape === 'wrong') return read.diagnostics.map(({ path, message }) => ({ entry: path, message, lines: [] }));
  const { contracts } = workspace;
  const { client, surface } = evidence;
  const { audited, clients } = read.manifest;
  const before = clients[client.name] ?? null;
  const { facts } = makeSnapshot(evidence, workspace);
  const known = client.notes ?? (before === null ? NO_NOTES : notesOfManifest(before));
  const made = buildManifest({
    ...{ contracts, audited, kept: clients, profile: contracts.api.profiles[0] ?? 'default' },
    clients: [
      {
        client,
        facts: { ...facts, source: before?.source ?? facts.source },
        snapshot: (await readSnapshotFile(client, workspace)).text,
        ports: joinPorts({
          ...{ main: readCoverage(surface, contracts), open: null, merged: [] },
          ...{ previous: known, contracts, audited },
        }),
        notes: new Map(Object.entries(known.notes)),
      },
    ],
  });
  return compareManifest(text, made);
}
