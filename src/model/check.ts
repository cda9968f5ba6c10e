import type { JsonPointer } from './json.ts';

/** A condition on several exchanges of a scenario, for rules that a single response cannot prove. Steps are given by their ids. */
export type ScenarioCheck = OneWinner | OneResult | EachOnce | Removed | Written;

/**
 * Condition: of all copies of a step that were sent at the same time, exactly one succeeded. The others were rejected as expected.
 */
export interface OneWinner {
  readonly check: 'one-winner';
  readonly step: string;
  /** Number of copies per round. Absent: there is only one round. */
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
  /** Pointer within an item to the member that identifies it. */
  readonly key: JsonPointer;
  /** The steps that created the expected items. `key`: the pointer to the identity in the response of the step. */
  readonly wanted: readonly { readonly step: string; readonly key: JsonPointer }[];
}

interface Around {
  /** The call whose effect is examined. */
  readonly step: string;
  /** The last read of the item before the call, and the first read after it. */
  readonly before: string;
  readonly after: string;
}

/** Condition: after the call, a read does not find the item, or shows that the item has changed. */
export interface Removed extends Around {
  readonly check: 'removed';
}

/** Condition: after the call, the member that the call wrote has a new value. */
export interface Written extends Around {
  readonly check: 'written';
  readonly field: string;
  /** Pointer to the member in the responses to the reads. */
  readonly at: JsonPointer;
}
