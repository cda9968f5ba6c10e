import type { ContractSet } from '../../model/contract.ts';
import type { JsonObject } from '../../model/json.ts';
import type { OperationId } from '../../model/operation-id.ts';
import type { CallStep } from '../../model/suite.ts';
import type { ActorKinds, ChosenActor } from './choose-actor.ts';

/** What every generator works from. */
export interface GenerateContext {
  readonly contracts: ContractSet;
  readonly profile: string;
  readonly seed: number;
  /** Of the target; absent: `main`, and `operator` for what main's kind of credential does not fit. */
  readonly actors?: ActorKinds;
}

/** Steps that bring about what a call needs, and the fields and the caller of a call that must succeed. */
export interface ValidCall extends ChosenActor {
  readonly setup: readonly CallStep[];
  readonly with: JsonObject;
}

export interface ValidCallOptions {
  readonly fields?: 'required' | 'all';
  /** Put before the ids of the set-up's steps, so that two calls can stand in one scenario. */
  readonly prefix?: string;
  /** An account of its own makes the calls, where the API has a way to get one. */
  readonly fresh?: boolean;
}

/** A field of an operation for which nothing is known to give a value. */
export interface UnfedField {
  readonly operation: OperationId;
  readonly field: string;
}
