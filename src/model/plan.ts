import type { Address } from './address.ts';
import type { JsonObject } from './json.ts';
import type { OperationId } from './operation-id.ts';
import type { Scenario, Step } from './suite.ts';

/** Where a scenario comes from. `trace`: a method of a client. */
export type ScenarioSource = 'suite' | 'probe' | 'behavior' | 'trace';

export interface PlannedScenario {
  readonly address: Address;
  readonly suite: string;
  readonly source: ScenarioSource;
  readonly scenario: Scenario;
  /** The set-up of the suite followed by the scenario's own steps. Steps of other profiles are left out. */
  readonly steps: readonly PlannedStep[];
  /** Values that the scenario needs the target to have and that the target's settings do not state. Absent: none. */
  readonly assumes?: JsonObject;
  /** Rank of a generated scenario. The scenarios that show the most have the lowest rank and run first. */
  readonly rank?: number;
  /** Why the scenario will not run on this target. Undefined if the scenario will run. */
  readonly skip?: string;
  /** The state of a skipped scenario. Absent if the reason has nothing to do with this target. */
  readonly skipState?: 'blocked' | 'not-tried';
}

export interface PlannedStep {
  readonly address: Address;
  readonly phase: 'setup' | 'step';
  readonly step: Step;
}

export interface Plan {
  readonly scenarios: readonly PlannedScenario[];
  /** The restrictions that the user chose. Absent or empty if the whole plan is run. */
  readonly narrowed?: readonly Narrowing[];
  /** Plans generated scenarios again if the calls that should provide their ids fail. If absent, no other plan is possible. */
  readonly replan?: Replan;
}

/**
 * Returns the scenarios of some operations, planned so that no id comes from the operations that fail. The scenarios keep their
 * addresses. An id comes from another operation, or is made up if the scenario allows this.
 */
export type Replan = (wish: {
  readonly operations: ReadonlySet<OperationId>;
  readonly failing: ReadonlySet<OperationId>;
}) => Promise<readonly PlannedScenario[]>;

export type Narrowing = 'grep' | 'shard' | 'only' | 'suites' | 'probes' | 'budget';
