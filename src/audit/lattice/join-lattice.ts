import {
  SOURCE_KINDS,
  type SourceId,
  type Surface,
  type SurfaceField,
  type SurfaceOperation,
  sourceKind,
} from '../../model/surface.ts';
import { pairFields } from './pair-fields.ts';
import { pairOperations } from './pair-operations.ts';

/** One operation and what every source says of it. */
export interface LatticeOperation {
  /** As the weightiest source that has it calls it. */
  readonly id: string;
  /** The sources that have it, in order. */
  readonly cells: ReadonlyMap<SourceId, SurfaceOperation>;
  readonly fields: readonly LatticeField[];
}

export interface LatticeField {
  readonly name: string;
  readonly cells: ReadonlyMap<SourceId, SurfaceField>;
}

export interface Lattice {
  /** In the order of SOURCE_KINDS, then by name. */
  readonly surfaces: readonly Surface[];
  readonly operations: readonly LatticeOperation[];
}

/** All sources of truth side by side: per operation and field who says what. */
export function joinLattice(given: readonly Surface[]): Lattice {
  const surfaces = given.toSorted((a, b) => rank(a) - rank(b) || (a.source < b.source ? -1 : 1));
  const rows: OperationRow[] = [];
  for (const surface of surfaces) addOperations(surface, rows);
  const operations = rows.map(({ speaker, cells }) => ({ id: speaker.id, cells, fields: joinFields(cells) }));
  return { surfaces, operations: operations.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

function rank({ source }: Surface): number {
  return SOURCE_KINDS.indexOf(sourceKind(source));
}

interface OperationRow {
  /** Stands for the row when the next source is held against it. */
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
    // One that names the request can be found by it.
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
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
