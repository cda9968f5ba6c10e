import type { ClientManifest, ManifestNote } from '../../model/manifest.ts';

/** Entry → what people wrote beside it. The entry's name is what `orphaned_notes` shows. */
export type Notes = ReadonlyMap<string, ManifestNote>;

export const entryName = {
  covered: (operation: string) => `endpoints_covered ${operation}`,
  missing: (operation: string) => `endpoints_missing ${operation}`,
  /** One name for both lists: a note goes along when a port ships. */
  port: (operation: string, field: string | null) => `ports ${[operation, field].filter(Boolean).join(' ')}`,
  drift: (operation: string, kind: string, field: string | null) =>
    `model_drift ${[operation, kind, field].filter(Boolean).join(' ')}`,
};

/** Every note of a client's part of a manifest, those without an entry too. */
export function readNotes(client: ClientManifest): Notes {
  const pairs: readonly (readonly [string, ManifestNote | undefined])[] = [
    ...client.orphaned_notes.map(({ entry, note }) => [entry, note] as const),
    ...client.endpoints_covered.map(({ operation, note }) => [entryName.covered(operation), note] as const),
    ...client.endpoints_missing.map(({ operation, note }) => [entryName.missing(operation), note] as const),
    ...client.ports_shipped.map(({ operation, field, note }) => [entryName.port(operation, field), note] as const),
    ...client.ports_in_flight.map(({ operation, field, note }) => [entryName.port(operation, field), note] as const),
    ...client.model_drift.map(
      ({ operation, kind, field, note }) => [entryName.drift(operation, kind, field), note] as const,
    ),
  ];
  return new Map(pairs.flatMap(([entry, note]) => (note === undefined ? [] : [[entry, note] as const])));
}

/** Hands out notes to their entries, and tells which were left. */
export interface NoteBook {
  readonly noteOf: (entry: string) => { readonly note?: ManifestNote };
  readonly left: () => ClientManifest['orphaned_notes'];
}

export function openNotes(notes: Notes): NoteBook {
  const used = new Set<string>();
  return {
    noteOf: (entry) => {
      const note = notes.get(entry);
      if (note === undefined) return {};
      used.add(entry);
      return { note };
    },
    left: () =>
      [...notes]
        .filter(([entry]) => !used.has(entry))
        .map(([entry, note]) => ({ entry, note }))
        .sort((a, b) => (a.entry < b.entry ? -1 : 1)),
  };
}
