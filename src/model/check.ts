import type { JsonPointer } from './json.ts';

/**
 * A condition on several exchanges of a scenario, for a rule that a single response cannot prove. Members such as `step` and
 * `pages` contain ids of steps.
 */
export type ScenarioCheck = OneWinner | OneResult | EachOnce | Removed | Written;

/** Condition: of all simultaneous copies of a step, exactly one succeeded. The other copies were rejected as expected. */
export interface OneWinner {
  readonly check: 'one-winner';
  readonly step: string;
  /** Number of copies that one round sends. Absent if there is only one round. */
  readonly copies?: number;
}

/** Condition: all simultaneous copies of a step returned the same value at the pointer `same`. */
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
  /** Pointer within an item to the identifying member. */
  readonly key: JsonPointer;
  /** Steps that created the expected items. `key` points to the id of the item in the response to the step. */
  readonly wanted: readonly { readonly step: string; readonly key: JsonPointer }[];
}

interface Around {
  readonly step: string;
  /** The step `before` reads the item just before the call. The step `after` reads the item just after the call. */
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
