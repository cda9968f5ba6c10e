import type { ScenarioCheck } from './check.ts';
import type { Place, StatusClass } from './contract.ts';
import type { Position } from './diagnostic.ts';
import type { FindingKind } from './finding.ts';
import type { Json, JsonObject, JsonPointer } from './json.ts';
import type { OperationId } from './operation-id.ts';

export interface Suite {
  /** Name of the suite: its file name without the extension. */
  readonly name: string;
  readonly summary?: string;
  readonly profiles: readonly string[];
  readonly setup: readonly Step[];
  readonly scenarios: readonly Scenario[];
  readonly at: Position;
}

export interface Scenario {
  readonly name: string;
  readonly summary?: string;
  readonly profiles: readonly string[];
  /** Values of the target on which the scenario relies, such as the limits of a plan. */
  readonly targetValues?: JsonObject;
  /** True if no other scenario may run at the same time, because this scenario affects the whole account. */
  readonly alone: boolean;
  readonly steps: readonly Step[];
  /**
   * How often the steps run. The rounds run one after the other at the same addresses, and each round creates its own
   * resources. Default: once.
   */
  readonly rounds?: number;
  /** The condition that the responses of the scenario must fulfil together. */
  readonly check?: ScenarioCheck;
  readonly at: Position;
}

export type Step = CallStep | WaitStep | AdvanceStep;

interface StepBase {
  readonly id: string;
  readonly profiles: readonly string[];
  readonly at: Position;
}

export interface CallStep extends StepBase {
  readonly kind: 'call';
  readonly call: OperationId;
  /** Values by logical field name. The contract decides where in the request each value is sent. Strings may contain `${...}`. */
  readonly with: JsonObject;
  /** The actor whose credentials are used. `nobody` sends no credentials. */
  readonly as: string;
  /** The authentication kind. Default: the first kind for which the actor has a credential. */
  readonly auth?: StepAuth;
  /** Values that are sent in addition to the declared fields, in violation of the contract. */
  readonly extra?: Extra;
  /** Replaces parts of the request after it is encoded. */
  readonly raw?: RawRequest;
  /** True if the call violates the contract on purpose. The request itself is then not judged. */
  readonly invalid: boolean;
  readonly expect: Expectation;
  readonly capture: { readonly [name: string]: Capture };
  /** The call that removes what the step created. `undefined`: the contract's clean-up. `null`: no clean-up. */
  readonly cleanup?: CleanupTemplate | null;
  /** The step is repeated until its expectation is met, for at most this many milliseconds. */
  readonly eventuallyMs?: number;
  /**
   * Number of copies of the request that are sent at the same time, each on its own connection. Every copy is an exchange
   * (`#1`, `#2` and so on) and is judged.
   */
  readonly copies?: number;
}

/** The credential of a step. `kind` alone uses the actor's credential; `secret` and other keys replace parts of it. */
export interface StepAuth {
  readonly kind: string;
  readonly credential: { readonly [part: string]: string };
  /** True if the credential belongs to nobody, and so is not secret. */
  readonly madeUp?: boolean;
}

export interface Extra {
  readonly query?: { readonly [name: string]: Json };
  readonly headers?: { readonly [name: string]: string };
  readonly body?: JsonObject;
}

export interface RawRequest {
  readonly method?: string;
  /** Replaces the whole request target: path and query. */
  readonly target?: string;
  /** Headers to replace. `null` removes a header. */
  readonly headers?: { readonly [name: string]: string | null };
  /** The body, as text. */
  readonly body?: string;
}

export interface CleanupTemplate {
  readonly call: OperationId;
  /** Values for the clean-up call. Fields that are absent here are taken from the step's request and response. */
  readonly with: JsonObject;
  /** True if no file declares the clean-up, and wireparity guessed it from the paths. */
  readonly inferred?: true;
}

export interface Capture {
  readonly from: 'body' | 'header' | 'status' | 'location' | 'link';
  /**
   * For `location`: a path template whose last part is a parameter. The value is the corresponding part of the Location header.
   * For `link`: a query parameter of the `next` URL in the Link header.
   */
  readonly path: JsonPointer | string;
}

/**
 * For a generated step: the finding to report if the status, the error code or a value is not as expected, and a sentence about
 * what the step shows.
 */
export interface Blame {
  readonly kind: FindingKind;
  /** What the step shows, in one line: `a call without "name" is rejected`. */
  readonly says: string;
  /** The logical field that the finding is about. */
  readonly field?: string;
  /**
   * The operation at fault, if another operation only shows the fault. For example, a read does not return a value that an
   * earlier write accepted; the write is at fault.
   */
  readonly operation?: OperationId;
}

export interface Expectation {
  /** Accepted statuses. Empty: any success status that the contract declares. */
  readonly status: readonly (number | StatusClass)[];
  readonly error?: string;
  /**
   * Expected content of the body. The members named here must match; other members may have any value. `undefined`: the body is
   * not checked.
   */
  readonly body?: Json;
  readonly headers: { readonly [name: string]: Json };
  readonly blame?: Blame;
  /** The request sends a field at another place than declared, to test if the server reads the field there. */
  readonly confirms?: Confirmation;
}

/**
 * The field, and the place where it was sent. With a `value`: the server reads the field there if the response contains the
 * value. Without a `value`: the server reads the field there if the response is as expected; otherwise this is not a finding.
 */
export interface Confirmation {
  readonly field: string;
  readonly place: Place;
  readonly value?: Json;
}

interface WaitStep extends StepBase {
  readonly kind: 'wait';
  readonly ms: number;
}

/** A step that moves the target's clock forward, if the target has an endpoint for this. */
export interface AdvanceStep extends StepBase {
  readonly kind: 'advance';
  readonly ms: number;
}
