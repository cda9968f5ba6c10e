import { groupBy } from '../../lib/group-by.ts';
import { joinWords } from '../../lib/list-words.ts';
import { shortHash } from '../../lib/stable-hash.ts';
import { DRIFT_KINDS, type Drift, type DriftKind, type Saying } from '../../model/drift.ts';
import type { Severity } from '../../model/finding.ts';
import { type SourceId, type SourceKind, sourceKind } from '../../model/surface.ts';
import { foldedParts } from './place-words.ts';

interface DriftDraft {
  readonly kind: DriftKind;
  readonly operation: string;
  readonly field: string | null;
  readonly sayings: readonly Saying[];
  readonly culprit: SourceId | null;
}

/** The fingerprint of a drift does not depend on the wording of its sentence. */
export function makeDrift(draft: DriftDraft): Drift {
  const { kind, operation, field, culprit, sayings } = draft;
  return {
    ...draft,
    severity: driftSeverity(kind, culprit),
    breaking: DRIFT_KINDS[kind].breaking,
    fingerprint: shortHash([kind, operation, field === null ? '' : foldedParts(field).join('.'), culprit ?? '']),
    sentence: sentenceOf(sayings, culprit),
  };
}

/** The source that differs comes last, as in `contract and openapi:core say body; client:acme says header`. */
function sentenceOf(sayings: readonly Saying[], culprit: SourceId | null): string {
  const ordered = [
    ...sayings.filter((each) => each.source !== culprit),
    ...sayings.filter((each) => each.source === culprit),
  ];
  // Keeps the culprit separate from sources with equal words.
  const camps = groupBy(ordered, ({ source, says }) => (source === culprit ? `${says}\u0000` : says));
  return [...camps.values()]
    .map((camp) => {
      const sources = camp.map(({ source }) => source);
      return `${joinWords(sources)} ${sources.length === 1 ? 'says' : 'say'} ${camp[0].says}`;
    })
    .join('; ');
}

type Row = Readonly<Record<SourceKind | 'nobody', Severity>>;

/** A mistake in a page or manifest is only a warning, because pages and manifests change no request. */
const WIRE: Row = {
  ...{ contract: 'error', openapi: 'error', observed: 'error', client: 'error' },
  ...{ docs: 'warning', manifest: 'warning', nobody: 'error' },
};

/** A missing feature is only a warning for a client, because clients may lack features. */
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

function driftSeverity(kind: DriftKind, culprit: SourceId | null): Severity {
  return SEVERITY[kind][culprit === null ? 'nobody' : sourceKind(culprit)];
}
