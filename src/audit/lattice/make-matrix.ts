import { groupBy } from '../../lib/group-by.ts';
import type { Drift } from '../../model/drift.ts';
import type { MatrixRow, PageMatrix } from '../../model/page-data.ts';
import { type SourceId, type Surface, type SurfaceField, sourceKind } from '../../model/surface.ts';
import { type DriftOptions, findDrifts } from './find-drifts.ts';
import { joinLattice } from './join-lattice.ts';
import { placeWords } from './place-words.ts';

export function makeMatrix(given: readonly Surface[], options: DriftOptions): PageMatrix {
  const { surfaces, operations } = joinLattice(given);
  const sources = surfaces.map(({ source }) => source);
  // A drift about a response member is shown at its operation, because no source lists members as fields.
  const driftsOf = groupBy(findDrifts(given, options), (drift) => keyOf(drift.operation, sourceRow(drift)));
  const row = (name: string, cells: MatrixRow['cells'], drifts: readonly Drift[] = []): MatrixRow => ({
    ...{ name, cells, odd: sources.map((source) => drifts.some(({ culprit }) => culprit === source)) },
    split: drifts.some(({ culprit }) => culprit === null),
    why: drifts.map(
      ({ field, kind, sentence }) => `${kind === 'answer-differs' ? `response ${field}: ` : ''}${sentence}`,
    ),
  });
  return {
    sources,
    operations: operations.map(({ id, cells, fields }) => ({
      ...row(
        id,
        sources.map((source) => cellText(source, cells.get(source)?.names, cells.has(source))),
        driftsOf.get(keyOf(id, null)),
      ),
      fields: fields.map((field) =>
        row(
          field.name,
          sources.map((source) => fieldText(field.cells.get(source))),
          driftsOf.get(keyOf(id, field.name)),
        ),
      ),
    })),
  };
}

function sourceRow({ kind, field }: Drift): string | null {
  return kind === 'answer-differs' ? null : field;
}

function keyOf(operation: string, field: string | null): string {
  return `${operation}\n${field ?? ''}`;
}

function cellText(source: SourceId, names: readonly string[] = [], has: boolean): string | null {
  if (!has) return null;
  return sourceKind(source) === 'client' && names.length > 0 ? names.join(', ') : 'yes';
}

/** Describes a field, for example `body schedule.cron · string · required`. */
function fieldText(field: SurfaceField | undefined): string | null {
  if (field === undefined) return null;
  const { place, type, required } = field;
  const need = required === null ? null : required ? 'required' : 'optional';
  return [place === null ? 'yes' : placeWords(place), type, need].filter((part) => part !== null).join(' · ');
}
