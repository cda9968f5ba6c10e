import type { ContractSet } from '../../model/contract.ts';
import type { JsonObject } from '../../model/json.ts';
import type { OperationId } from '../../model/operation-id.ts';
import type { CallStep } from '../../model/suite.ts';
import type { ActorKinds, ChosenActor } from './choose-actor.ts';

/** The input of all functions that generate calls. */
export interface GenerateContext {
  readonly contracts: ContractSet;
  readonly profile: string;
  readonly seed: number;
  /** Actors of the target. Absent: `main`, and `operator` for operations that need another kind of credential. */
  readonly actors?: ActorKinds;
}

/** A call that must succeed: the steps that prepare it, its fields, and its caller. */
export interface ValidCall extends ChosenActor {
  readonly setup: readonly CallStep[];
  readonly with: JsonObject;
}

export interface ValidCallOptions {
  readonly fields?: 'required' | 'all';
  /** Prefix of the ids of the preparing steps. With different prefixes, two calls fit into one scenario. */
  readonly prefix?: string;
  /** True if a new account should make the calls, if the API offers a way to create an account. */
  readonly fresh?: boolean;
}

/** A field of an operation for which no source of values is known. */
export interface UnfedField {
  readonly operation: OperationId;
  readonly field: string;
}
