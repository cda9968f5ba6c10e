import { shortHash } from '../../lib/stable-hash.ts';
import { DRIFT_KINDS, type Drift, type DriftKind, type Saying } from '../../model/drift.ts';
import type { SourceId } from '../../model/surface.ts';
import { driftSeverity } from './drift-severity.ts';
import { foldedParts } from './place-words.ts';

export interface DriftDraft {
  readonly kind: DriftKind;
  readonly operation: string;
  readonly field: string | null;
  readonly sayings: readonly Saying[];
  readonly culprit: SourceId | null;
}

/** A drift with what follows from it. The fingerprint knows nothing of the words. */
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

/** `contract, openapi:core and docs:README.md say body; client:acme says header`. The odd one out comes last. */
function sentenceOf(sayings: readonly Saying[], culprit: SourceId | null): string {
  const camps = new Map<string, string[]>();
  const ordered = [
    ...sayings.filter((each) => each.source !== culprit),
    ...sayings.filter((each) => each.source === culprit),
  ];
  for (const { source, says } of ordered) {
    // Types that agree may be said in other words: the odd one out always speaks alone.
    const key = source === culprit ? `${says}\u0000` : says;
    camps.set(key, [...(camps.get(key) ?? []), source]);
  }
  return [...camps]
    .map(
      ([says, sources]) => `${listOf(sources)} ${sources.length === 1 ? 'says' : 'say'} ${says.replace('\u0000', '')}`,
    )
    .join('; ');
}

function listOf(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
