import type { Address } from './address.ts';
import type { Finding, FindingKind, Severity, Tried } from './finding.ts';
import type { OperationId } from './operation-id.ts';

/** One thing to repair, with all findings that show this problem. */
export interface Cause {
  /** The id begins with the finding kind, and is the same in every run. */
  readonly id: string;
  readonly kind: FindingKind;
  readonly severity: Severity;
  /** The rank of the finding kind. Among causes of equal severity, the lowest rank comes first. */
  readonly gravity: number;
  readonly title: string;
  readonly tried: Tried | null;
  readonly outcome: string | null;
  readonly operations: readonly OperationId[];
  /** Sorted names of the affected fields. A finding without a field counts for the field that its scenario varied. */
  readonly fields: readonly string[];
  readonly count: number;
  /** Addresses of the steps in which the cause occurred. The first address belongs to the finding `first`. */
  readonly addresses: readonly Address[];
  /** The finding with the smallest reproduction. In reports, this finding represents the cause. */
  readonly first: Finding;
}
