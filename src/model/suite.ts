import type { ScenarioCheck } from './check.ts';
import type { Place, StatusClass } from './contract.ts';
import type { Position } from './diagnostic.ts';
import type { FindingKind } from './finding.ts';
import type { Json, JsonObject, JsonPointer } from './json.ts';
import type { OperationId } from './operation-id.ts';

export interface Suite {
  /** The name of the suite file without its extension. */
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
  /** Values that the settings of the target must have, such as `{ max_items: 10 }`. */
  readonly targetValues?: JsonObject;
  /** True if the scenario must run alone, because the scenario affects the whole account. */
  readonly alone: boolean;
  readonly steps: readonly Step[];
  /** The number of rounds, by default 1. Each round runs all steps with new resources. */
  readonly rounds?: number;
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
  /** Values by logical field name. Strings in these values may contain `${…}`. */
  readonly with: JsonObject;
  /** The actor whose credentials the call sends, or `nobody` for none. */
  readonly as: string;
  /** The authentication kind, by default the first for which the actor has a credential. */
  readonly auth?: StepAuth;
  /** Undeclared values that are sent in addition to the values in `with`. */
  readonly extra?: Extra;
  /** Replaces parts of the request after encoding. */
  readonly raw?: RawRequest;
  /** True if the call violates the contract on purpose. The request is then not judged. */
  readonly invalid: boolean;
  readonly expect: Expectation;
  readonly capture: { readonly [name: string]: Capture };
  /** The clean-up call, null for no clean-up, or undefined for the clean-up call of the contract. */
  readonly cleanup?: CleanupTemplate | null;
  /** The step is repeated until the response is as expected, for at most this number of milliseconds. */
  readonly eventuallyMs?: number;
  /** Number of copies that are sent at the same time on separate connections. */
  readonly copies?: number;
}

/** The authentication of a step. The member `credential` replaces parts of the actor's credential. */
export interface StepAuth {
  readonly kind: string;
  readonly credential: { readonly [part: string]: string };
  /** True if the credential belongs to nobody and is not secret. */
  readonly madeUp?: boolean;
}

export interface Extra {
  readonly query?: { readonly [name: string]: Json };
  readonly headers?: { readonly [name: string]: string };
  readonly body?: JsonObject;
}

export interface RawRequest {
  readonly method?: string;
  readonly target?: string;
  /** New values of headers. A header with the value null is removed. */
  readonly headers?: { readonly [name: string]: string | null };
  readonly body?: string;
}

export interface CleanupTemplate {
  readonly call: OperationId;
  /** Field values that do not come from the request or the response of the step. */
  readonly with: JsonObject;
  readonly inferred?: true;
}

export interface Capture {
  readonly from: 'body' | 'header' | 'status' | 'location' | 'link';
  /** For `location`, a path template such as `/orders/{id}`. The captured value is the last segment of the matching path. */
  readonly path: JsonPointer | string;
}

/** The finding to report if the response to a generated step is not as expected. */
export interface Blame {
  readonly kind: FindingKind;
  /** What the step shows, such as `a call without "name" is rejected`. */
  readonly says: string;
  readonly field?: string;
  /** The operation at fault, by default the called operation. */
  readonly operation?: OperationId;
}

export interface Expectation {
  /** Accepted statuses. If the list is empty, every declared success status is accepted. */
  readonly status: readonly (number | StatusClass)[];
  readonly error?: string;
  /** Members that must match, or undefined if the body is not checked. */
  readonly body?: Json;
  readonly headers: { readonly [name: string]: Json };
  readonly blame?: Blame;
  readonly confirms?: Confirmation;
}

/** A step with a confirmation shows whether the server reads `field` at `place`, and never reports a finding. */
export interface Confirmation {
  readonly field: string;
  readonly place: Place;
  readonly value?: Json;
}

interface WaitStep extends StepBase {
  readonly kind: 'wait';
  readonly ms: number;
}

/** Moves the clock of the target forward, if the target has an endpoint for this. */
export interface AdvanceStep extends StepBase {
  readonly kind: 'advance';
  readonly ms: number;
}
