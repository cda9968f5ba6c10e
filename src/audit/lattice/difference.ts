import type { OperationId } from '../../model/operation-id.ts';
import type { Citation } from '../../model/surface.ts';

export const DIFFERENCE_KINDS = [
  'operation-missing',
  'operation-extra',
  'field-missing',
  'field-extra',
  'place-differs',
  'type-differs',
  'requiredness-differs',
  'enum-differs',
  'answer-missing',
  'answer-extra',
] as const;

export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

export interface Told {
  /** `body idempotency_key`, `list of string`, `required`; `nothing`. */
  readonly says: string;
  /** null where it says nothing. */
  readonly at: Citation | null;
}

/** One point on which two surfaces disagree. `missing`: a has it and b lacks it. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** As `a` calls it, or `b` where only `b` has it. */
  readonly operation: OperationId;
  /** A field's name; a pointer for an answer; null for an operation. */
  readonly field: string | null;
  readonly a: Told;
  readonly b: Told;
  /** A caller who goes by `a` fails at `b`. */
  readonly breaking: boolean;
}

export interface ComparisonOptions {
  /** Two types must be the same words; otherwise they must share an alternative. */
  readonly exactTypes?: boolean;
}
