import type { Address } from './address.ts';
import type { JsonObject } from './json.ts';
import type { OperationId } from './operation-id.ts';
import type { Scenario, Step } from './suite.ts';

export type ScenarioSource = 'suite' | 'probe' | 'behavior' | 'trace';

export interface PlannedScenario {
  readonly address: Address;
  readonly suite: string;
  readonly source: ScenarioSource;
  readonly scenario: Scenario;
  /** The set-up of the suite and the steps of the scenario, but only the steps that belong to the profile. */
  readonly steps: readonly PlannedStep[];
  readonly assumes?: JsonObject;
  /** Scenarios with a lower rank run first. */
  readonly rank?: number;
  readonly skip?: string;
  /** The state of a scenario that is not run, by default `skipped`. */
  readonly skipState?: 'blocked' | 'not-tried';
}

export interface PlannedStep {
  readonly address: Address;
  readonly phase: 'setup' | 'step';
  readonly step: Step;
}

export interface Plan {
  readonly scenarios: readonly PlannedScenario[];
  /** The restrictions that the user chose for the plan. */
  readonly narrowed?: readonly Narrowing[];
  readonly replan?: Replan;
}

/** Generates scenarios again at the same addresses, but without ids from the `failing` operations. */
export type Replan = (wish: {
  readonly operations: ReadonlySet<OperationId>;
  readonly failing: ReadonlySet<OperationId>;
}) => Promise<readonly PlannedScenario[]>;

export type Narrowing = 'grep' | 'shard' | 'only' | 'suites' | 'probes' | 'budget';
