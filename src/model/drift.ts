import type { Severity } from './finding.ts';
import type { OperationId } from './operation-id.ts';
import type { Citation, SourceId } from './surface.ts';

export const DRIFT_KINDS = {
  'operation-absent-here': { title: 'A source lacks an operation that other sources have', breaking: false },
  'operation-only-here': { title: 'A source has an operation that no other source knows', breaking: true },
  'field-absent-here': { title: 'A source lacks a field that other sources have', breaking: false },
  'field-only-here': { title: 'A source has a field that no other source knows', breaking: true },
  'place-differs': { title: 'Sources disagree on the location of a field', breaking: true },
  'type-differs': { title: 'Sources disagree on the type of a field', breaking: true },
  'requiredness-differs': { title: 'Sources disagree on whether a field is required', breaking: true },
  'enum-differs': { title: 'Sources disagree on the values of a field', breaking: false },
  'answer-differs': { title: 'Sources disagree on a member of the response', breaking: false },
  'version-differs': {
    title: 'A client states its version in several places, and the versions differ',
    breaking: false,
  },
  'claim-stale': { title: 'A manifest makes a claim that the evidence contradicts', breaking: false },
} as const satisfies Record<string, { readonly title: string; readonly breaking: boolean }>;

export type DriftKind = keyof typeof DRIFT_KINDS;

export interface Saying {
  readonly source: SourceId;
  /** The statement of the source, such as `body idempotency_key`, or `nothing` if the source lacks the field. */
  readonly says: string;
  readonly at: Citation | null;
}

export interface Drift {
  readonly kind: DriftKind;
  readonly operation: OperationId;
  readonly field: string | null;
  /** The statements of all sources, in the order of SOURCE_KINDS, then sorted by name. */
  readonly sayings: readonly Saying[];
  /** The source that differs from the majority, or null if there is no majority. */
  readonly culprit: SourceId | null;
  readonly severity: Severity;
  readonly breaking: boolean;
  /** A hash that stays the same if the wording changes or a source is added. */
  readonly fingerprint: string;
  /** The drift as a sentence, such as `contract and docs:README.md say body; client:acme says header`. */
  readonly sentence: string;
}

/** A known drift that is accepted for a limited time. */
export interface BaselineEntry {
  readonly fingerprint: string;
  readonly kind: DriftKind;
  readonly operation: OperationId;
  readonly field: string | null;
  readonly reason: string;
  readonly owner: string;
  /** The last day on which the drift is accepted (ISO format). */
  readonly expires: string;
}
