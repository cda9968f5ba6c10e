import type { ContractSet } from '../../model/contract.ts';
import type { JsonObject } from '../../model/json.ts';
import type { OperationId } from '../../model/operation-id.ts';
import type { CallStep } from '../../model/suite.ts';
import type { ActorKinds, ChosenActor } from './choose-actor.ts';

export interface GenerateContext {
  readonly contracts: ContractSet;
  readonly profile: string;
  readonly seed: number;
  /** Without `actors`, `main` calls operations that accept the most common kind of credential, and `operator` calls the others. */
  readonly actors?: ActorKinds;
}

export interface ValidCall extends ChosenActor {
  readonly setup: readonly CallStep[];
  readonly with: JsonObject;
}

export interface ValidCallOptions {
  /** Given values of fields, for which no preparing step is planned. */
  readonly given?: JsonObject;
  readonly fields?: 'required' | 'all';
  /** Prefix of the preparing steps' ids. Two calls in one scenario need two different prefixes. */
  readonly prefix?: string;
  /** True if a new account should make the calls. Ignored if the API cannot create accounts. */
  readonly fresh?: boolean;
}

export interface UnfedField {
  readonly operation: OperationId;
  readonly field: string;
}
