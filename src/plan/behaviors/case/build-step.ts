import type { Contract } from '../../../model/contract.ts';
import type { Json, JsonObject } from '../../../model/json.ts';
import type { Blame, CallStep, Expectation } from '../../../model/suite.ts';

export interface StepParts {
  readonly id: string;
  readonly with: JsonObject;
  readonly expect?: Partial<Expectation>;
  /** True if the call violates the contract on purpose. */
  readonly invalid?: boolean;
  readonly copies?: number;
  readonly capture?: CallStep['capture'];
  readonly cleanup?: null;
}

/** Builds a call by the actor `main`. By default, the call expects any declared success. */
export function buildStep(
  contract: Contract,
  { invalid = false, capture = {}, expect, ...parts }: StepParts,
): CallStep {
  return {
    kind: 'call',
    call: contract.id,
    profiles: [],
    as: 'main',
    invalid,
    capture,
    at: contract.at,
    expect: { status: [], headers: {}, ...expect },
    ...parts,
  };
}

export function refusedAs(status: number, error: string | undefined, blame: Blame): Partial<Expectation> {
  return { status: [status], ...(error === undefined ? {} : { error }), blame };
}

/** Expects the values of `body` in a response with the given status. Without a status, any declared success is accepted. */
export function answeredWith(body: Json | undefined, blame: Blame, status?: number): Partial<Expectation> {
  return { status: status === undefined ? [] : [status], ...(body === undefined ? {} : { body }), blame };
}

export function withoutField(values: JsonObject, field: string): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([name]) => name !== field));
}
