import { Document, isMap, parseDocument, YAMLSeq } from 'yaml';
import { compareText } from '../../lib/compare-text.ts';
import { writeJson } from '../../lib/json-text.ts';
import type {
  ClientManifest,
  ClientNotes,
  KnownInFlight,
  KnownShipped,
  ManifestNote,
  PortItem,
} from '../../model/manifest.ts';

/** Maps an entry name such as `orders.ship ship_at` to a handwritten note. */
export type Notes = ReadonlyMap<string, ManifestNote>;

/** Every list uses the same entry name, so the note of an operation stays if the operation moves to another list. */
export function portEntry({ operation, field }: PortItem): string {
  return field === null ? operation : `${operation} ${field}`;
}

export const NO_NOTES: ClientNotes = { notes: {}, ports_in_flight: [], ports_shipped: [] };

export interface NoteBook {
  readonly noteOf: (entry: string) => { readonly note?: ManifestNote };
  /** Returns the notes of entries that do not exist. */
  readonly left: () => ClientManifest['orphaned_notes'];
}

export function openNotes(notes: Notes): NoteBook {
  const used = new Set<string>();
  return {
    noteOf: (entry) => {
      const note = notes.get(entry);
      used.add(entry);
      return note === undefined ? {} : { note };
    },
    left: () =>
      [...notes]
        .filter(([entry]) => !used.has(entry))
        .map(([entry, note]) => ({ entry, note }))
        .sort((a, b) => compareText(a.entry, b.entry)),
  };
}

/** Earlier versions wrote the notes into the manifest instead of a separate file. */
export function notesOfManifest(client: ClientManifest): ClientNotes {
  const { endpoints_covered, endpoints_missing, model_drift, ports_in_flight, ports_shipped } = client;
  const ports = [...ports_shipped, ...ports_in_flight];
  const pairs: readonly (readonly [string, ManifestNote | undefined])[] = [
    ...client.orphaned_notes.map(({ entry, note }) => [entry.replace(SECTION, ''), note] as const),
    ...[endpoints_covered, endpoints_missing, model_drift].flatMap((section) =>
      Object.entries(section).map(([entry, { note }]: readonly [string, Noted]) => [entry, note] as const),
    ),
    ...ports.map((port) => [portEntry(port), port.note] as const),
  ];
  const notes: { [entry: string]: ManifestNote } = {};
  for (const [entry, note] of pairs) if (note !== undefined) notes[entry] = { ...notes[entry], ...note };
  return { notes, ...knownPorts({ ports_in_flight, ports_shipped }) };
}

interface Noted {
  readonly note?: ManifestNote;
}

/** Earlier versions put the section in front of the entry name, as in `ports orders.ship`. */
const SECTION = /^(?:endpoints_covered|endpoints_missing|ports|model_drift) /;

/** Leaves out facts that are already in the contracts. */
export function knownPorts(ports: Pick<ClientNotes, 'ports_in_flight' | 'ports_shipped'>) {
  return {
    ports_in_flight: ports.ports_in_flight.map(
      ({ operation, field, references, titles }): KnownInFlight => ({ operation, field, references, titles }),
    ),
    ports_shipped: ports.ports_shipped.map(
      ({ operation, field, reference, title, merged }): KnownShipped => ({
        operation,
        field,
        reference,
        title,
        merged,
      }),
    ),
  };
}

/** Keeps the text and comments of an existing notes file. */
export function writeNotes(text: string | null, client: string, { notes, ...ports }: ClientNotes): string {
  const parsed = parseDocument(text ?? '');
  const document: Document = isMap(parsed.contents) ? parsed : new Document({});
  if (document !== parsed) document.commentBefore = parsed.commentBefore ?? headOf(client);
  const before = document.toJS();
  for (const [entry, note] of Object.entries(notes))
    if (before.notes?.[entry] === undefined)
      document.setIn(['notes', entry], document.createNode(note, { flow: true }));
  for (const [list, items] of Object.entries(knownPorts(ports))) {
    const wanted = items.map((item) => withoutNulls(item));
    if (writeJson(before[list] ?? []) === writeJson(wanted)) continue;
    if (wanted.length === 0) document.delete(list);
    else {
      const sequence = new YAMLSeq();
      for (const item of wanted) sequence.add(document.createNode(item, { flow: true }));
      document.set(list, sequence);
    }
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

function headOf(client: string): string {
  return ` yaml-language-server: $schema=../schema/notes.json\n Facts about ${client} that no trace can show: notes on entries of parity-manifest.json, and ports.\n \`parity manifest\` copies them into the manifest.`;
}

function withoutNulls(item: object): object {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== null));
}
