import type { Contract } from '../../model/contract.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Blame, CallStep, Expectation } from '../../model/suite.ts';

export interface StepParts {
  readonly id: string;
  readonly with: JsonObject;
  readonly expect?: Partial<Expectation>;
  /** The call breaks the contract on purpose. */
  readonly invalid?: boolean;
  readonly copies?: number;
  readonly capture?: CallStep['capture'];
  readonly cleanup?: null;
}

/** A call of the operation as the main actor; without `expect`, any success that the contract declares. */
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

/** An answer that refuses the call: this status, this error code. */
export function refusedAs(status: number, error: string | undefined, blame: Blame): Partial<Expectation> {
  return { status: [status], ...(error === undefined ? {} : { error }), blame };
}

/** An answer with these values, and of this status when one is given. */
export function answeredWith(body: Json | undefined, blame: Blame, status?: number): Partial<Expectation> {
  return { status: status === undefined ? [] : [status], ...(body === undefined ? {} : { body }), blame };
}

/** The values without one field. */
export function withoutField(values: JsonObject, field: string): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([name]) => name !== field));
}
