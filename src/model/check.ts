import type { JsonPointer } from './json.ts';

/** What the exchanges of a scenario must show together, where one answer alone shows nothing. Steps are named by id. */
export type ScenarioCheck = OneWinner | OneResult | EachOnce;

/** Of the copies of a step that were sent at once, exactly one succeeded and the others were refused as expected. */
export interface OneWinner {
  readonly check: 'one-winner';
  readonly step: string;
  /** Copies in each round of the scenario; with one round, all of them. */
  readonly copies?: number;
}

/** All copies of a step that were sent at once gave the same value. */
export interface OneResult {
  readonly check: 'one-result';
  readonly step: string;
  readonly same: JsonPointer;
}

/** The pages show each of the wanted items exactly once, and none twice. */
export interface EachOnce {
  readonly check: 'each-once';
  /** The page steps, in order. */
  readonly pages: readonly string[];
  readonly items: JsonPointer;
  /** Inside an item: what identifies it. */
  readonly key: JsonPointer;
  /** The steps that made the wanted items, and where each one's answer has the same identity. */
  readonly wanted: readonly { readonly step: string; readonly key: JsonPointer }[];
}
