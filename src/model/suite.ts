import type { ScenarioCheck } from './check.ts';
import type { Place, StatusClass } from './contract.ts';
import type { Position } from './diagnostic.ts';
import type { FindingKind } from './finding.ts';
import type { Json, JsonObject, JsonPointer } from './json.ts';
import type { OperationId } from './operation-id.ts';

export interface Suite {
  /** File name without its extension. */
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
  /** Nothing else runs at the same time: for scenarios that affect the whole account. */
  readonly alone: boolean;
  readonly steps: readonly Step[];
  /** How often its steps run, one round after the other at the same addresses, each with resources of its own. Default: once. */
  readonly rounds?: number;
  /** The condition that the responses must satisfy together. */
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
  /** Logical fields; the contract decides where each one travels. Strings may contain `${...}`. */
  readonly with: JsonObject;
  /** The actor whose credentials are used; `nobody` sends none. */
  readonly as: string;
  /** The authentication kind; default: the first one that the actor has. */
  readonly auth?: StepAuth;
  /** Values that are sent in addition, in violation of the contract. */
  readonly extra?: Extra;
  /** Replaces parts of the request after encoding. */
  readonly raw?: RawRequest;
  /** The call violates the contract on purpose, so the request's own conformance is not judged. */
  readonly invalid: boolean;
  readonly expect: Expectation;
  readonly capture: { readonly [name: string]: Capture };
  /** Removes what the step created. `undefined`: as the contract says; `null`: nothing. */
  readonly cleanup?: CleanupTemplate | null;
  /** Repeat until the expectation holds, for at most this many milliseconds. */
  readonly eventuallyMs?: number;
  /**
   * Send this many copies at once, each on its own connection. Every copy is an exchange (`#1`, `#2` and so on) and is judged.
   */
  readonly copies?: number;
}

/** `kind` alone uses the actor's credential; `secret` and other keys replace its parts. */
export interface StepAuth {
  readonly kind: string;
  readonly credential: { readonly [part: string]: string };
  /** The value belongs to nobody, so it is not secret. */
  readonly madeUp?: boolean;
}

export interface Extra {
  readonly query?: { readonly [name: string]: Json };
  readonly headers?: { readonly [name: string]: string };
  readonly body?: JsonObject;
}

export interface RawRequest {
  readonly method?: string;
  /** Replaces the whole target: path and query. */
  readonly target?: string;
  /** `null` removes a header. */
  readonly headers?: { readonly [name: string]: string | null };
  /** The body as text. */
  readonly body?: string;
}

export interface CleanupTemplate {
  readonly call: OperationId;
  /** Absent fields are taken from the step's request and response. */
  readonly with: JsonObject;
  /** Not declared in any file; inferred from the paths. */
  readonly inferred?: true;
}

export interface Capture {
  readonly from: 'body' | 'header' | 'status' | 'location' | 'link';
  /** For `location`: a path template whose last part is a parameter; the corresponding part of the Location header is taken.
   * For `link`: a query parameter of the URL that the Link header gives as `next`. */
  readonly path: JsonPointer | string;
}

/** For a generated step: the finding to report if its status, error code or value does not match, and what it shows. */
export interface Blame {
  readonly kind: FindingKind;
  /** One line: `a call without "name" is rejected`. */
  readonly says: string;
  /** The logical field that it is about. */
  readonly field?: string;
  /** The operation at fault, if this step only reveals it: a read that lacks what a write accepted. */
  readonly operation?: OperationId;
}

export interface Expectation {
  /** Empty: any success status that the contract declares. */
  readonly status: readonly (number | StatusClass)[];
  readonly error?: string;
  /** A partial match: named members must match, others may have any value. `undefined`: not checked. */
  readonly body?: Json;
  readonly headers: { readonly [name: string]: Json };
  readonly blame?: Blame;
  /** The request has a field at another place than declared, to test whether the server reads it there. */
  readonly confirms?: Confirmation;
}

/**
 * The field and the place where it was sent. With a `value`, the server reads it there if the response contains that value.
 * Without one, it reads it there if the expectation holds; if it does not, that is not a finding.
 */
export interface Confirmation {
  readonly field: string;
  readonly place: Place;
  readonly value?: Json;
}

export interface WaitStep extends StepBase {
  readonly kind: 'wait';
  readonly ms: number;
}

/** Moves the target's clock forward, if the target has a movable clock. */
export interface AdvanceStep extends StepBase {
  readonly kind: 'advance';
  readonly ms: number;
}
