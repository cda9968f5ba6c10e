import { compareText } from '../../lib/compare-text.ts';
import { addTo } from '../../lib/group-by.ts';
import {
  SOURCE_KINDS,
  type SourceId,
  type Surface,
  type SurfaceField,
  type SurfaceOperation,
  sourceKind,
} from '../../model/surface.ts';
import { isStandardHeader } from '../../wire/standard-headers.ts';
import { type Pairing, pairOperations } from './pair-operations.ts';
import { lastPart, nameKeys, placeKey } from './place-words.ts';

export interface LatticeOperation {
  /** The operation's id, taken from the first source that describes the operation. */
  readonly id: string;
  readonly cells: ReadonlyMap<SourceId, SurfaceOperation>;
  readonly fields: readonly LatticeField[];
}

export interface LatticeField {
  readonly name: string;
  readonly cells: ReadonlyMap<SourceId, SurfaceField>;
}

export interface Lattice {
  /** Sorted by the order of SOURCE_KINDS, then by name. */
  readonly surfaces: readonly Surface[];
  readonly operations: readonly LatticeOperation[];
}

export function joinLattice(given: readonly Surface[]): Lattice {
  const surfaces = given.toSorted((a, b) => rank(a) - rank(b) || (a.source < b.source ? -1 : 1));
  const rows: OperationRow[] = [];
  for (const surface of surfaces) addOperations(surface, rows);
  const operations = rows.map(({ speaker, cells }) => ({ id: speaker.id, cells, fields: joinFields(cells) }));
  return { surfaces, operations: operations.sort((a, b) => compareText(a.id, b.id)) };
}

function rank({ source }: Surface): number {
  return SOURCE_KINDS.indexOf(sourceKind(source));
}

interface OperationRow {
  /** The operation in the first source. Later sources are matched to this operation. */
  speaker: SurfaceOperation;
  readonly cells: Map<SourceId, SurfaceOperation>;
}

function addOperations({ source, operations }: Surface, rows: OperationRow[]): void {
  const rowOf = new Map(rows.map((row) => [row.speaker, row]));
  const { pairs, onlyB } = pairOperations([...rowOf.keys()], operations);
  for (const [speaker, operation] of pairs) {
    const row = rowOf.get(speaker);
    if (row === undefined) continue;
    row.cells.set(source, operation);
    // A later source supplies the method and path if the first source does not know them.
    if (speaker.request === null && operation.request !== null)
      row.speaker = { ...speaker, request: operation.request };
  }
  for (const operation of onlyB) rows.push({ speaker: operation, cells: new Map([[source, operation]]) });
}

interface FieldRow {
  speaker: SurfaceField;
  readonly cells: Map<SourceId, SurfaceField>;
}

function joinFields(cells: ReadonlyMap<SourceId, SurfaceOperation>): readonly LatticeField[] {
  const rows: FieldRow[] = [];
  const request = [...cells.values()].find((operation) => operation.request !== null)?.request ?? null;
  for (const [source, operation] of cells) {
    const rowOf = new Map(rows.map((row) => [row.speaker, row]));
    const { pairs, onlyB } = pairFields({ ...operation, request, fields: [...rowOf.keys()] }, operation);
    for (const [speaker, field] of pairs) {
      const row = rowOf.get(speaker);
      if (row === undefined) continue;
      row.cells.set(source, field);
      if (speaker.place === null && field.place !== null) row.speaker = { ...speaker, place: field.place };
    }
    for (const field of onlyB) rows.push({ speaker: field, cells: new Map([[source, field]]) });
  }
  return rows
    .map(({ speaker, cells: said }) => ({ name: speaker.name, cells: said }))
    .sort((a, b) => compareText(a.name, b.name));
}

type Keys = (field: SurfaceField) => readonly string[];

/** Pairs fields by location and name, then by name in any spelling, then by the last part of a nested name. */
function pairFields(a: SurfaceOperation, b: SurfaceOperation): Pairing<SurfaceField> {
  const taken = new Map<SurfaceField, SurfaceField>();
  let left = a.fields.filter(isOwn);
  let right = b.fields.filter(isOwn);
  const pass = (keysOfA: Keys, keysOfB: Keys, choose: Choose) => {
    const used = choose(left, indexBy(right, keysOfB), keysOfA, taken);
    left = left.filter((field) => !taken.has(field));
    right = right.filter((field) => !used.has(field));
  };
  pass(placesIn(a), placesIn(b), takeFirst);
  pass(namesOf, namesOf, takeFirst);
  pass(lastOf, lastOf, takeOnly);
  return { pairs: [...taken], onlyA: left, onlyB: right };
}

/** Standard HTTP headers do not count as fields of an operation. */
function isOwn({ place }: SurfaceField): boolean {
  return place?.location !== 'header' || !isStandardHeader(place.name);
}

function placesIn({ request }: SurfaceOperation): Keys {
  return ({ place, name }) => {
    if (place === null) return [];
    return place.location === 'path' && request === null ? [`path ${name}`] : [placeKey(place, request?.path)];
  };
}

const namesOf: Keys = ({ name, place }) => nameKeys(name, place);

/** Returns `cron` for the body field `schedule.cron`, because only body fields are nested. */
const lastOf: Keys = ({ name, place }) => (place === null || place.location === 'body' ? [lastPart(name)] : []);

type Index = ReadonlyMap<string, readonly SurfaceField[]>;
type Choose = (
  left: readonly SurfaceField[],
  index: Index,
  keysOf: Keys,
  taken: Map<SurfaceField, SurfaceField>,
) => ReadonlySet<SurfaceField>;

const takeFirst: Choose = (left, index, keysOf, taken) => {
  const used = new Set<SurfaceField>();
  for (const field of left) {
    const other = keysOf(field)
      .flatMap((key) => index.get(key) ?? [])
      .find((each) => !used.has(each));
    if (other === undefined) continue;
    taken.set(field, other);
    used.add(other);
  }
  return used;
};

/** Leaves `callback.url` and `alerts.url` unpaired, because both have the key `url`. */
const takeOnly: Choose = (left, index, keysOf, taken) => {
  const used = new Set<SurfaceField>();
  for (const [key, fields] of indexBy(left, keysOf)) {
    const others = index.get(key) ?? [];
    const [field, other] = [fields[0], others[0]];
    if (field === undefined || other === undefined || fields.length > 1 || others.length > 1) continue;
    if (!isNested(field) && !isNested(other)) continue;
    taken.set(field, other);
    used.add(other);
  }
  return used;
};

function isNested({ name }: SurfaceField): boolean {
  return name.includes('.');
}

function indexBy(fields: readonly SurfaceField[], keysOf: Keys): Index {
  const index = new Map<string, SurfaceField[]>();
  for (const field of fields) for (const key of keysOf(field)) addTo(index, key, field);
  return index;
}
