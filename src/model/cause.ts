import type { Address } from './address.ts';
import type { Finding, FindingKind, Severity, Tried } from './finding.ts';
import type { OperationId } from './operation-id.ts';

/** One thing to repair, with everything that shows it. */
export interface Cause {
  /** The same in every run; begins with the kind. */
  readonly id: string;
  readonly kind: FindingKind;
  /** That of its gravest finding. */
  readonly severity: Severity;
  /** Rank in every list, the lowest first. */
  readonly gravity: number;
  readonly title: string;
  /** What was tried, as the first finding tried it. */
  readonly tried: Tried | null;
  readonly outcome: string | null;
  /** Sorted. */
  readonly operations: readonly OperationId[];
  /** Sorted; fields of the findings, or fields that the tries varied. */
  readonly fields: readonly string[];
  /** Findings. */
  readonly count: number;
  /** Each step once, that of `first` before the others. */
  readonly addresses: readonly Address[];
  /** The finding with the smallest reproduction; it stands for the others. */
  readonly first: Finding;
}
