import type { Address } from './address.ts';
import type { Position } from './diagnostic.ts';
import type { FindingKind } from './finding.ts';
import type { OperationId } from './operation-id.ts';

/** An accepted finding: excuses exactly one cause. */
export interface Xfail {
  /** A target or a client. */
  readonly where: string;
  /** `operation` may be a pattern, `notes.*`, where `field` or `tries` is exact. */
  readonly place: { readonly step: Address } | { readonly operation: OperationId } | { readonly cause: string };
  /** Beside a cause: the step that showed it. Only this step disproves the entry. */
  readonly witness?: Address;
  /** What the generated scenario varied: `nul`. */
  readonly tries?: string;
  /** With a cause: how many operations and fields showed it when it was accepted. */
  readonly places?: number;
  readonly field?: string;
  readonly kind: FindingKind;
  readonly reason: string;
  readonly ref?: string;
  readonly owner: string;
  /** ISO date; the entry is expired after this day (UTC). */
  readonly expires: string;
  /** An xpass fails the run. */
  readonly strict: boolean;
  readonly at: Position;
}

export interface Ledger {
  readonly file: string;
  readonly entries: readonly Xfail[];
}

/** What the owner of ledger entries has to look at. */
export interface OwnerNotes {
  readonly owner: string;
  /** Entries whose last day is near, the nearest first. */
  readonly expiring: readonly { readonly what: string; readonly expires: string; readonly at: Position }[];
  /** Entries whose cause was not seen, as sentences. */
  readonly xpasses: readonly string[];
}

export type LedgerProblemKind = 'expired' | 'unmatched' | 'duplicate' | 'ambiguous' | 'grown' | 'strict-xpass';

export interface LedgerProblem {
  readonly kind: LedgerProblemKind;
  readonly at: Position;
  readonly message: string;
  readonly hint?: string;
}
