import type { JsonPointer } from './json.ts';

/** What several exchanges of a scenario must show together, if a single response proves nothing. Steps are named by id. */
export type ScenarioCheck = OneWinner | OneResult | EachOnce;

/** Of the copies of a step that were sent at once, exactly one succeeded and the others were rejected as expected. */
export interface OneWinner {
  readonly check: 'one-winner';
  readonly step: string;
  /** Copies per round of the scenario; with one round, all copies. */
  readonly copies?: number;
}

/** All copies of a step that were sent at once returned the same value. */
export interface OneResult {
  readonly check: 'one-result';
  readonly step: string;
  readonly same: JsonPointer;
}

/** The pages contain each of the expected items exactly once. */
export interface EachOnce {
  readonly check: 'each-once';
  /** The steps that read the pages, in order. */
  readonly pages: readonly string[];
  readonly items: JsonPointer;
  /** Pointer within an item to its identity. */
  readonly key: JsonPointer;
  /** The steps that created the expected items, and the pointer to the identity in each response. */
  readonly wanted: readonly { readonly step: string; readonly key: JsonPointer }[];
}
