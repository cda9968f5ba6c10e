import type { Address } from './address.ts';
import type { JsonObject } from './json.ts';
import type { OperationId } from './operation-id.ts';
import type { Scenario, Step } from './suite.ts';

/** Where the scenario comes from. `trace`: the scenario stands for a method of a client. */
export type ScenarioSource = 'suite' | 'probe' | 'behavior' | 'trace';

export interface PlannedScenario {
  readonly address: Address;
  readonly suite: string;
  readonly source: ScenarioSource;
  readonly scenario: Scenario;
  /** The set-up of the suite and the steps of the scenario, without steps of other profiles. */
  readonly steps: readonly PlannedStep[];
  readonly assumes?: JsonObject;
  /** Scenarios with a lower rank run first. */
  readonly rank?: number;
  readonly skip?: string;
  /** The state of a scenario that is not run. Absent: `skipped`. */
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
  /** Plans scenarios in a different way after calls have failed. Absent if no different way is possible. */
  readonly replan?: Replan;
}

/** Plans the scenarios of `operations` again, without ids from the operations in `failing`. The addresses stay the same. */
export type Replan = (wish: {
  readonly operations: ReadonlySet<OperationId>;
  readonly failing: ReadonlySet<OperationId>;
}) => Promise<readonly PlannedScenario[]>;

export type Narrowing = 'grep' | 'shard' | 'only' | 'suites' | 'probes' | 'budget';
