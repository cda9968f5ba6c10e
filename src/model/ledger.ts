import type { Address } from './address.ts';
import type { Position } from './diagnostic.ts';
import type { FindingKind } from './finding.ts';
import type { OperationId } from './operation-id.ts';

/** An accepted finding. It excuses exactly one cause. */
export interface Xfail {
  /** A target or a client. */
  readonly where: string;
  /** `operation` may be a pattern such as `notes.*` if `field` or `tries` is exact. */
  readonly place: { readonly step: Address } | { readonly operation: OperationId } | { readonly cause: string };
  /** For an entry with a cause: the step that showed it. Only this step can disprove the entry. */
  readonly witness?: Address;
  /** The generated scenario's variation: `nul`. */
  readonly tries?: string;
  /** For an entry with a cause: the number of operations and fields that showed it when it was accepted. */
  readonly places?: number;
  readonly field?: string;
  readonly kind: FindingKind;
  readonly reason: string;
  readonly ref?: string;
  readonly owner: string;
  /** The last valid day (UTC), as an ISO date. */
  readonly expires: string;
  /** An xpass of this entry fails the run. */
  readonly strict: boolean;
  readonly at: Position;
}

export interface Ledger {
  readonly file: string;
  readonly entries: readonly Xfail[];
}

/** What the owner of ledger entries should look at. */
export interface OwnerNotes {
  readonly owner: string;
  /** Entries that expire soon, the nearest first. */
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
