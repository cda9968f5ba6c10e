import type { Address } from './address.ts';
import type { JsonObject } from './json.ts';
import type { OperationId } from './operation-id.ts';
import type { Scenario, Step } from './suite.ts';

/** The origin of a scenario. `trace`: a method of a client. */
export type ScenarioSource = 'suite' | 'probe' | 'behavior' | 'trace';

export interface PlannedScenario {
  readonly address: Address;
  readonly suite: string;
  readonly source: ScenarioSource;
  readonly scenario: Scenario;
  /** The set-up of the suite, followed by the steps of the scenario. Steps of other profiles are left out. */
  readonly steps: readonly PlannedStep[];
  /**
   * Values that the scenario needs the target to have, but that the settings of the target do not state. Absent: none.
   */
  readonly assumes?: JsonObject;
  /** Rank of a generated scenario. The lowest rank runs first. Scenarios that show more have a lower rank. */
  readonly rank?: number;
  /** Why the scenario will not run on this target. Undefined if the scenario will run. */
  readonly skip?: string;
  /** The state of a skipped scenario. Absent if the reason is not specific to this target. */
  readonly skipState?: 'blocked' | 'not-tried';
}

export interface PlannedStep {
  readonly address: Address;
  readonly phase: 'setup' | 'step';
  readonly step: Step;
}

export interface Plan {
  readonly scenarios: readonly PlannedScenario[];
  /** The restrictions that the user chose. Absent or empty if the whole plan runs. */
  readonly narrowed?: readonly Narrowing[];
  /**
   * Plans generated scenarios again if the calls that should provide their ids fail. Absent if no different plan is
   * possible.
   */
  readonly replan?: Replan;
}

/**
 * Plans the scenarios of some operations again, so that no id comes from a failing operation. Each id then comes from a
 * different operation. If the scenario allows it, the id may also be made up. The scenarios have the same addresses as
 * before.
 */
export type Replan = (wish: {
  readonly operations: ReadonlySet<OperationId>;
  readonly failing: ReadonlySet<OperationId>;
}) => Promise<readonly PlannedScenario[]>;

export type Narrowing = 'grep' | 'shard' | 'only' | 'suites' | 'probes' | 'budget';
