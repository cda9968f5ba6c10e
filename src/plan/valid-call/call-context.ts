import type { ContractSet } from '../../model/contract.ts';
import type { JsonObject } from '../../model/json.ts';
import type { OperationId } from '../../model/operation-id.ts';
import type { CallStep } from '../../model/suite.ts';
import type { ActorKinds, ChosenActor } from './choose-actor.ts';

export interface GenerateContext {
  readonly contracts: ContractSet;
  readonly profile: string;
  readonly seed: number;
  /** If absent, the actors are `main`, and `operator` for operations that reject the most common kind of credential. */
  readonly actors?: ActorKinds;
}

export interface ValidCall extends ChosenActor {
  readonly setup: readonly CallStep[];
  readonly with: JsonObject;
}

export interface ValidCallOptions {
  /** Values for some fields. These values need no preparing step. */
  readonly given?: JsonObject;
  readonly fields?: 'required' | 'all';
  /** Prefix of the ids of the preparing steps. Two calls in one scenario need different prefixes. */
  readonly prefix?: string;
  /** True if a new account makes the calls. Ignored if no operation creates accounts. */
  readonly fresh?: boolean;
}

/** A field of an operation for which no known call provides a value. */
export interface UnfedField {
  readonly operation: OperationId;
  readonly field: string;
}
