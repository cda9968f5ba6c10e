import type { JsonPointer } from './json.ts';

/**
 * A condition on several exchanges of a scenario. It is for rules that a single response cannot prove. Steps are given
 * by their ids.
 */
export type ScenarioCheck = OneWinner | OneResult | EachOnce | Removed | Written;

/**
 * Condition: copies of a step were sent at the same time. Exactly one copy succeeded, and all others were rejected as
 * expected.
 */
export interface OneWinner {
  readonly check: 'one-winner';
  readonly step: string;
  /** Number of copies in each round of the scenario. If the scenario has only one round, all copies belong to this round. */
  readonly copies?: number;
}

/** Condition: all copies of a step that were sent at the same time returned the same value. */
export interface OneResult {
  readonly check: 'one-result';
  readonly step: string;
  readonly same: JsonPointer;
}

/** Condition: the pages contain each of the expected items exactly once. */
export interface EachOnce {
  readonly check: 'each-once';
  /** The steps that read the pages, in order. */
  readonly pages: readonly string[];
  readonly items: JsonPointer;
  /** Pointer within an item to the item's identity. */
  readonly key: JsonPointer;
  /**
   * The steps that created the expected items, and the pointer to the identity of the item in the response of each
   * step.
   */
  readonly wanted: readonly { readonly step: string; readonly key: JsonPointer }[];
}

interface Around {
  /** The call whose effect is examined. */
  readonly step: string;
  /** Ids of the steps that read the item: the last step before the call, and the first step after it. */
  readonly before: string;
  readonly after: string;
}

/** A check of a DELETE. After the call, a read does not find the removed item, or shows that the item has changed. */
export interface Removed extends Around {
  readonly check: 'removed';
}

/** A check of a write. After the call, the member that the call wrote has a new value. */
export interface Written extends Around {
  readonly check: 'written';
  readonly field: string;
  /** The place of the member in the responses to the reads. */
  readonly at: JsonPointer;
}
