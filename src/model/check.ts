import type { JsonPointer } from './json.ts';

/** A condition on several exchanges of a scenario. Such a condition cannot be checked with a single response. */
export type ScenarioCheck = OneWinner | OneResult | EachOnce | Removed | Written;

/** Condition: one of the simultaneous copies of a step succeeded, and all others were rejected. */
export interface OneWinner {
  readonly check: 'one-winner';
  readonly step: string;
  /** Number of copies in one round, if there are several rounds. */
  readonly copies?: number;
}

/** Condition: the responses to all simultaneous copies of a step have equal values at the pointer `same`. */
export interface OneResult {
  readonly check: 'one-result';
  readonly step: string;
  readonly same: JsonPointer;
}

/** Condition: all pages together contain each expected item exactly once. */
export interface EachOnce {
  readonly check: 'each-once';
  readonly pages: readonly string[];
  readonly items: JsonPointer;
  /** Pointer to the member that identifies an item, relative to the item. */
  readonly key: JsonPointer;
  /** Steps that created the expected items, with a pointer to the id in the step's response. */
  readonly wanted: readonly { readonly step: string; readonly key: JsonPointer }[];
}

interface Around {
  readonly step: string;
  /** Steps that read the item just before and just after the call. */
  readonly before: string;
  readonly after: string;
}

/** Condition: the first read after the call does not find the item, or shows that the item has changed. */
export interface Removed extends Around {
  readonly check: 'removed';
}

/** Condition: after a call that writes a member, a read no longer returns the old value. */
export interface Written extends Around {
  readonly check: 'written';
  readonly field: string;
  /** Pointer to the written member in the response to each read. */
  readonly at: JsonPointer;
}
