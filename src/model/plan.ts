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
  /** The set-up of the suite and the steps of the scenario, without steps of other profiles. */
  readonly steps: readonly PlannedStep[];
  readonly assumes?: JsonObject;
  /** Scenarios with a lower rank run first, because they show more. */
  readonly rank?: number;
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
  /** The function is absent if no different plan is possible. */
  readonly replan?: Replan;
}

/**
 * Plans the scenarios of `operations` again. Their ids then come from operations that are not in `failing`, or are made up.
 * The addresses of the scenarios stay the same.
 */
export type Replan = (wish: {
  readonly operations: ReadonlySet<OperationId>;
  readonly failing: ReadonlySet<OperationId>;
}) => Promise<readonly PlannedScenario[]>;

export type Narrowing = 'grep' | 'shard' | 'only' | 'suites' | 'probes' | 'budget';
