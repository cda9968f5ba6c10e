import type { Address } from './address.ts';
import type { Scenario, Step } from './suite.ts';

/** `trace`: a method of a client. */
export type ScenarioSource = 'suite' | 'probe' | 'behavior' | 'trace';

export interface PlannedScenario {
  readonly address: Address;
  readonly suite: string;
  readonly source: ScenarioSource;
  readonly scenario: Scenario;
  /** The set-up of the suite and the scenario's own steps, without those of other profiles. */
  readonly steps: readonly PlannedStep[];
  /** For a generated scenario: the most informative ones have the lowest rank and run first. */
  readonly rank?: number;
  /** Why it will not run on this target; undefined if it will. */
  readonly skip?: string;
  /** Absent if the reason is not about this target. */
  readonly skipState?: 'blocked' | 'not-tried';
}

export interface PlannedStep {
  readonly address: Address;
  readonly phase: 'setup' | 'step';
  readonly step: Step;
}

export interface Plan {
  readonly scenarios: readonly PlannedScenario[];
  /** How the plan was restricted; absent or empty: not at all. */
  readonly narrowed?: readonly Narrowing[];
}

export type Narrowing = 'grep' | 'shard' | 'only' | 'suites' | 'probes' | 'budget';
