import { buildManifest } from '../audit/manifest/build-manifest.ts';
import { readNotes } from '../audit/manifest/carry-notes.ts';
import { compareManifest, type ManifestDifference } from '../audit/manifest/compare-manifest.ts';
import { joinPorts } from '../audit/manifest/ports.ts';
import { readCoverage } from '../audit/manifest/read-coverage.ts';
import { readManifest } from '../load/load-manifest.ts';
import type { Workspace } from '../model/workspace.ts';
import type { ClientEvidence } from './client-evidence.ts';

/**
 * Where a manifest's text is not what a client's trace says. Ports are not traced, other clients are left as they are;
 * date, notes and commit are those of the text.
 */
export function checkClientManifest(
  text: string,
  { client, surface, findings, trace }: ClientEvidence,
  { contracts }: Pick<Workspace, 'contracts'>,
): readonly ManifestDifference[] {
  const read = readManifest('manifest', text);
  if (read.shape === 'old')
    return [{ entry: 'the file', message: 'is a manifest of another shape, kept by hand', lines: [] }];
  if (read.shape === 'wrong') return read.diagnostics.map(({ path, message }) => ({ entry: path, message, lines: [] }));
  const { audited, clients } = read.manifest;
  const before = clients[client.name] ?? null;
  const main = readCoverage(surface, contracts);
  const made = buildManifest({
    ...{ contracts, audited, kept: clients, profile: contracts.api.profiles[0] ?? 'default' },
    clients: [
      {
        ...{ client, surface, findings, versions: trace.description.versions },
        revision: before?.source.commit ? { commit: before.source.commit, dirty: before.source.dirty } : null,
        ports: joinPorts({ main, open: null, merged: [], previous: before, contracts, audited }),
        notes: before === null ? new Map() : readNotes(before),
      },
    ],
  });
  return compareManifest(text, made);
}
