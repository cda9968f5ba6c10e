import type { Address } from './address.ts';
import type { Finding, FindingKind, Severity, Tried } from './finding.ts';
import type { OperationId } from './operation-id.ts';

/** One thing to repair, with all findings that show it. */
export interface Cause {
  /** Id of the cause. It begins with the finding kind and is the same in every run. */
  readonly id: string;
  readonly kind: FindingKind;
  /** The severity of the most severe finding that shows the cause. */
  readonly severity: Severity;
  /** Rank of the cause in every list. The cause with the lowest rank comes first. */
  readonly gravity: number;
  readonly title: string;
  /** The variation in the call that showed the first finding. */
  readonly tried: Tried | null;
  readonly outcome: string | null;
  /** Operations that show the cause, sorted. */
  readonly operations: readonly OperationId[];
  /** Fields that the findings are about, and fields that the variations changed. The fields are sorted. */
  readonly fields: readonly string[];
  /** Number of findings with this cause. */
  readonly count: number;
  /** Addresses of the steps that show the cause. Each address is listed once. The step of `first` comes first. */
  readonly addresses: readonly Address[];
  /** The finding with the smallest reproduction. Reports show this finding in place of all findings with the cause. */
  readonly first: Finding;
}
