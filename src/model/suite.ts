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
  /** Values that the scenario needs the target to have, such as the limits of a plan. */
  readonly targetValues?: JsonObject;
  /** True if no second scenario may run at the same time, because this scenario affects the whole account. */
  readonly alone: boolean;
  readonly steps: readonly Step[];
  /**
   * Number of rounds in which the steps run. The rounds run one after another at the same addresses. Each round creates
   * new resources. Default: one.
   */
  readonly rounds?: number;
  /** The condition for all responses of the scenario together. */
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
  /**
   * Values by logical field name. The contract decides where each value is in the request. Strings may contain `${…}`.
   */
  readonly with: JsonObject;
  /** The actor whose credentials are used. `nobody` sends no credentials. */
  readonly as: string;
  /** The authentication kind. Default: the first kind for which the actor has a credential. */
  readonly auth?: StepAuth;
  /** Values that the contract does not allow. They are sent in addition to the declared fields. */
  readonly extra?: Extra;
  /** Parts of the request that are replaced after the request was encoded. */
  readonly raw?: RawRequest;
  /** True if the call violates the contract on purpose. The request itself is then not judged. */
  readonly invalid: boolean;
  readonly expect: Expectation;
  readonly capture: { readonly [name: string]: Capture };
  /** The call that removes what the step created. `undefined`: the clean-up of the contract. `null`: no clean-up. */
  readonly cleanup?: CleanupTemplate | null;
  /** The maximum time in milliseconds in which the step is repeated until the response is as expected. */
  readonly eventuallyMs?: number;
  /**
   * Number of copies of the request. All copies are sent at the same time on separate connections. Every copy is an
   * exchange (`#1`, `#2` and so on) and is judged.
   */
  readonly copies?: number;
}

/**
 * The credential of a step. `kind` alone uses the credential of the actor. `secret` and further keys replace parts of
 * this credential.
 */
export interface StepAuth {
  readonly kind: string;
  readonly credential: { readonly [part: string]: string };
  /** True if the credential belongs to nobody. It is then not secret. */
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
  /**
   * Values for the clean-up call. Fields without a value here are taken from the request and the response of the step.
   */
  readonly with: JsonObject;
  /** True if no file declares the clean-up. wireparity then guessed the clean-up from the paths. */
  readonly inferred?: true;
}

export interface Capture {
  readonly from: 'body' | 'header' | 'status' | 'location' | 'link';
  /**
   * For `location`: a path template whose last part is a parameter. The value is the part of the Location header at the
   * same position. For `link`: a query parameter in the `next` URL of the Link header.
   */
  readonly path: JsonPointer | string;
}

/**
 * For a generated step. It contains a sentence about what the step shows. It also contains the finding to report if the
 * status, the error code or a value is not as expected.
 */
export interface Blame {
  readonly kind: FindingKind;
  /** What the step shows, in one line: `a call without "name" is rejected`. */
  readonly says: string;
  /** The logical field that the finding is about. */
  readonly field?: string;
  /**
   * The operation at fault. Set only if the call of a different operation shows the fault. For example, a write accepts
   * a value, but a later read does not return it: the write is at fault.
   */
  readonly operation?: OperationId;
}

export interface Expectation {
  /** Accepted statuses. Empty: any success status that the contract declares. */
  readonly status: readonly (number | StatusClass)[];
  readonly error?: string;
  /**
   * Expected content of the body. Members that are listed here must match, and all further members may have any value.
   * `undefined`: the body is not checked.
   */
  readonly body?: Json;
  readonly headers: { readonly [name: string]: Json };
  readonly blame?: Blame;
  /**
   * The request sends a field at a place that the contract does not declare. The step tests whether the server reads
   * the field there.
   */
  readonly confirms?: Confirmation;
}

/**
 * The field, and the place where it was sent. If there is a `value`, a response with this value shows that the server
 * reads the field there. If there is no `value`, any expected response shows this. All other responses cause no
 * finding.
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

/** A step that moves the clock of the target forward, if the target has an endpoint for this. */
export interface AdvanceStep extends StepBase {
  readonly kind: 'advance';
  readonly ms: number;
}
