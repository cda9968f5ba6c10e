import { writeJson } from '../../lib/json-text.ts';
import type { ClientManifest, Manifest, ManifestNote } from '../../model/manifest.ts';

export const MANIFEST_FILE = 'parity-manifest.json';
const MANIFEST_SCHEMA = 'https://unpkg.com/wireparity/schema/manifest.json';

/** The manifest's text: members in one order whatever order they were made in, lists sorted by whoever made them. */
export function formatManifest({ format, audited, contracts, clients }: Manifest): string {
  const sorted = Object.entries(clients).sort(([a], [b]) => (a < b ? -1 : 1));
  const plain = {
    ...{ $schema: MANIFEST_SCHEMA, format, audited },
    contracts: { hash: contracts.hash, profile: contracts.profile },
    clients: Object.fromEntries(sorted.map(([name, part]) => [name, inOrder(part)])),
  };
  return `${writeJson(plain, 2)}\n`;
}

function inOrder(part: ClientManifest) {
  return {
    source: { commit: part.source.commit, dirty: part.source.dirty },
    profile: part.profile,
    versions: part.versions.map(({ source, version }) => ({ source, version })),
    endpoints_covered: part.endpoints_covered.map(({ operation, request, methods, fields, fields_missing, note }) => ({
      ...{ operation, request, methods, fields, fields_missing },
      ...noted(note),
    })),
    endpoints_missing: part.endpoints_missing.map(({ operation, request, since, note }) => ({
      ...{ operation, request, since },
      ...noted(note),
    })),
    ports_in_flight: part.ports_in_flight.map(({ operation, field, references, titles, overlap, days, note }) => ({
      ...{ operation, field, references, titles, overlap, days },
      ...noted(note),
    })),
    ports_shipped: part.ports_shipped.map(({ operation, field, reference, note }) => ({
      ...{ operation, field, reference },
      ...noted(note),
    })),
    model_drift: part.model_drift.map(({ operation, kind, field, observed, note }) => ({
      ...{ operation, kind, field, observed },
      ...noted(note),
    })),
    orphaned_notes: part.orphaned_notes.map(({ entry, note }) => ({ entry, ...noted(note) })),
  };
}

function noted(note: ManifestNote | undefined) {
  if (note === undefined) return {};
  const { blocker, decision, reference, text } = note;
  const said = Object.entries({ blocker, decision, reference, text }).filter(([, words]) => words !== undefined);
  return { note: Object.fromEntries(said) };
}
