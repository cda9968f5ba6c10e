import type { Address } from './address.ts';
import type { Finding, FindingKind, Severity, Tried } from './finding.ts';
import type { OperationId } from './operation-id.ts';

/** One thing to repair, with everything that shows it. */
export interface Cause {
  /** The same in every run; begins with the kind. */
  readonly id: string;
  readonly kind: FindingKind;
  /** The severity of its most severe finding. */
  readonly severity: Severity;
  /** Rank in every list; the lowest comes first. */
  readonly gravity: number;
  readonly title: string;
  /** The variation that the first finding used. */
  readonly tried: Tried | null;
  readonly outcome: string | null;
  /** Sorted. */
  readonly operations: readonly OperationId[];
  /** Sorted. Fields that the findings are about, or that the variations changed. */
  readonly fields: readonly string[];
  /** Findings. */
  readonly count: number;
  /** Every step once, the step of `first` before the others. */
  readonly addresses: readonly Address[];
  /** The finding with the smallest reproduction, which represents the others. */
  readonly first: Finding;
}
