import type { ClientManifest, ManifestNote } from '../../model/manifest.ts';

/** Entry → notes written by people. The entry's name is shown in `orphaned_notes`. */
export type Notes = ReadonlyMap<string, ManifestNote>;

export const entryName = {
  covered: (operation: string) => `endpoints_covered ${operation}`,
  missing: (operation: string) => `endpoints_missing ${operation}`,
  /** One name for both lists, so that a note stays with a port when it ships. */
  port: (operation: string, field: string | null) => `ports ${[operation, field].filter(Boolean).join(' ')}`,
  drift: (entry: string) => `model_drift ${entry}`,
};

type Noted = { readonly note?: ManifestNote };

/** Every note in a client's part of a manifest, including those without an entry. */
export function readNotes(client: ClientManifest): Notes {
  const inMap = (map: { readonly [key: string]: Noted }, nameOf: (key: string) => string) =>
    Object.entries(map).map(([key, { note }]) => [nameOf(key), note] as const);
  const ports = [...client.ports_shipped, ...client.ports_in_flight];
  const pairs: readonly (readonly [string, ManifestNote | undefined])[] = [
    ...client.orphaned_notes.map(({ entry, note }) => [entry, note] as const),
    ...inMap(client.endpoints_covered, entryName.covered),
    ...inMap(client.endpoints_missing, entryName.missing),
    ...ports.map(({ operation, field, note }) => [entryName.port(operation, field), note] as const),
    ...inMap(client.model_drift, entryName.drift),
  ];
  return new Map(pairs.flatMap(([entry, note]) => (note === undefined ? [] : [[entry, note] as const])));
}

/** Assigns notes to their entries and reports the remaining ones. */
export interface NoteBook {
  /** Returns the notes under all these names as one; those of the first name come first. */
  readonly noteOf: (...entries: readonly string[]) => { readonly note?: ManifestNote };
  readonly left: () => ClientManifest['orphaned_notes'];
}

export function openNotes(notes: Notes): NoteBook {
  const used = new Set<string>();
  return {
    noteOf: (...entries) => {
      const found = entries.flatMap((entry) => notes.get(entry) ?? []);
      for (const entry of entries) used.add(entry);
      return found.length === 0 ? {} : { note: Object.assign({}, ...found.toReversed()) };
    },
    left: () =>
      [...notes]
        .filter(([entry]) => !used.has(entry))
        .map(([entry, note]) => ({ entry, note }))
        .sort((a, b) => (a.entry < b.entry ? -1 : 1)),
  };
}
