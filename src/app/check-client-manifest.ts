import { buildManifest } from '../audit/manifest/build-manifest.ts';
import { readNotes } from '../audit/manifest/carry-notes.ts';
import { compareManifest, type ManifestDifference } from '../audit/manifest/compare-manifest.ts';
import { joinPorts } from '../audit/manifest/ports.ts';
import { readCoverage } from '../audit/manifest/read-coverage.ts';
import { readManifest } from '../load/load-manifest.ts';
import type { Workspace } from '../model/workspace.ts';
import type { ClientEvidence } from './client-evidence.ts';
import { makeSnapshot, readSnapshotFile } from './keep-snapshot.ts';

/**
 * Compares a manifest's text with a client's trace. Ports are not traced, other clients are ignored, and date, notes and commit
 * are taken from the text.
 */
export async function checkClientManifest(
  text: string,
  evidence: ClientEvidence,
  workspace: Workspace,
): Promise<readonly ManifestDifference[]> {
  const read = readManifest('manifest', text);
  if (read.shape === 'old')
    return [{ entry: 'the file', message: 'is a manifest of another shape, kept by hand', lines: [] }];
  if (read.shape === 'wrong') return read.diagnostics.map(({ path, message }) => ({ entry: path, message, lines: [] }));
  const { contracts } = workspace;
  const { client, surface } = evidence;
  const { audited, clients } = read.manifest;
  const before = clients[client.name] ?? null;
  const { facts } = makeSnapshot(evidence, workspace);
  const made = buildManifest({
    ...{ contracts, audited, kept: clients, profile: contracts.api.profiles[0] ?? 'default' },
    clients: [
      {
        client,
        facts: { ...facts, source: before?.source ?? facts.source },
        snapshot: (await readSnapshotFile(client, workspace)).text,
        ports: joinPorts({
          ...{ main: readCoverage(surface, contracts), open: null, merged: [] },
          ...{ previous: before, contracts, audited },
        }),
        notes: before === null ? new Map() : readNotes(before),
      },
    ],
  });
  return compareManifest(text, made);
}
