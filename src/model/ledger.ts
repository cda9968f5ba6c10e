import type { Address } from './address.ts';
import type { Position } from './diagnostic.ts';
import type { FindingKind } from './finding.ts';
import type { OperationId } from './operation-id.ts';

/** A ledger entry. Each entry accepts findings with exactly one cause. */
export interface Xfail {
  /** The name of the target or the client. */
  readonly where: string;
  /** What the entry excuses. The member `operation` may be a pattern such as `notes.*`. */
  readonly place: { readonly step: Address } | { readonly operation: OperationId } | { readonly cause: string };
  /** The step that showed the cause of the entry. Only this step can disprove the entry. */
  readonly witness?: Address;
  /** The variation of the generated scenario, for example `nul`. */
  readonly tries?: string;
  /** The places that an entry with a cause excuses, such as `notes.create title`, by default every place. */
  readonly places?: readonly string[];
  readonly field?: string;
  readonly kind: FindingKind;
  readonly reason: string;
  readonly ref?: string;
  readonly owner: string;
  /** The last valid day (UTC) in ISO format. */
  readonly expires: string;
  /** A strict entry fails the run if the cause of the entry does not occur. */
  readonly strict: boolean;
  readonly at: Position;
}

export interface Ledger {
  readonly file: string;
  readonly entries: readonly Xfail[];
}

export interface OwnerNotes {
  readonly owner: string;
  readonly expiring: readonly { readonly what: string; readonly expires: string; readonly at: Position }[];
  /** A sentence for every entry whose cause did not occur. */
  readonly xpasses: readonly string[];
}

type LedgerProblemKind = 'expired' | 'unmatched' | 'duplicate' | 'ambiguous' | 'strict-xpass';

export interface LedgerProblem {
  readonly kind: LedgerProblemKind;
  readonly at: Position;
  readonly message: string;
  readonly hint?: string;
}
