import type { Scenario, Step } from './suite.ts';

/** `suite/scenario`, and `suite/scenario/step`. */
export type Address = string;

/** `trace`: a method of a client. */
export type ScenarioSource = 'suite' | 'probe' | 'behavior' | 'trace';

export interface PlannedScenario {
  readonly address: Address;
  readonly suite: string;
  readonly source: ScenarioSource;
  readonly scenario: Scenario;
  /** Set-up of the suite and the scenario's own steps, those of other profiles left out. */
  readonly steps: readonly PlannedStep[];
  /** Of a generated scenario: the most telling ones have the lowest rank and run first. */
  readonly rank?: number;
  /** Why it will not run on this target; undefined when it will. */
  readonly skip?: string;
  /** Absent: it is not about this target. */
  readonly skipState?: 'blocked' | 'not-tried';
}

export interface PlannedStep {
  readonly address: Address;
  readonly phase: 'setup' | 'step';
  readonly step: Step;
}

export interface Plan {
  readonly scenarios: readonly PlannedScenario[];
  /** How the plan was made smaller than everything; absent or empty: not at all. */
  readonly narrowed?: readonly Narrowing[];
}

export type Narrowing = 'grep' | 'shard' | 'only' | 'suites' | 'probes' | 'budget';

/** Address of a step's clean-up: `fire/replays/order~cleanup`. */
export function cleanupAddress(step: Address): Address {
  return `${step}~cleanup`;
}

/** Address of a rerun of a scenario with fewer fields: `probe/all-fields~shrunk-3`. It shows, and counts for nothing. */
export function shrunkAddress(scenario: Address, number: number): Address {
  return `${scenario}~shrunk-${number}`;
}

export function isShrunk(scenario: Address): boolean {
  return SHRUNK.test(scenario);
}

/** The scenario that was run again; another address is returned as it is. */
export function withoutShrunk(scenario: Address): Address {
  return scenario.replace(SHRUNK, '');
}

const SHRUNK = /~shrunk-\d+$/;

/** `fire/replays` of `fire/replays/order` and of `fire/replays/order~cleanup`. */
export function scenarioOf(step: Address): Address {
  return step.slice(0, step.lastIndexOf('/'));
}
