import type { DriftKind } from '../../model/drift.ts';
import type { Severity } from '../../model/finding.ts';
import { type SourceId, type SourceKind, sourceKind } from '../../model/surface.ts';

type Row = Readonly<Record<SourceKind | 'nobody', Severity>>;

/** Wrong where it reaches a server is an error. Prose, and what is merely not there yet, is a warning. */
const WIRE: Row = {
  ...{ contract: 'error', openapi: 'error', observed: 'error', client: 'error' },
  ...{ docs: 'warning', manifest: 'warning', nobody: 'error' },
};

/** A client may lack something; what the server side lacks is wrong somewhere. */
const LACK: Row = { ...WIRE, client: 'warning', nobody: 'warning' };

const MILD: Row = {
  ...{ contract: 'warning', openapi: 'warning', observed: 'warning', client: 'warning' },
  ...{ docs: 'warning', manifest: 'warning', nobody: 'warning' },
};

const SEVERITY: Readonly<Record<DriftKind, Row>> = {
  'operation-absent-here': LACK,
  'operation-only-here': WIRE,
  'field-absent-here': LACK,
  'field-only-here': WIRE,
  'place-differs': WIRE,
  'type-differs': WIRE,
  'requiredness-differs': { ...MILD, contract: 'error', observed: 'error' },
  'enum-differs': MILD,
  'answer-differs': MILD,
  'version-differs': MILD,
  'claim-stale': MILD,
};

/** How grave a drift is: by its kind, and by what kind of source is the odd one out. */
export function driftSeverity(kind: DriftKind, culprit: SourceId | null): Severity {
  return SEVERITY[kind][culprit === null ? 'nobody' : sourceKind(culprit)];
}
