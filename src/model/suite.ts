import type { ScenarioCheck } from './check.ts';
import type { Place, StatusClass } from './contract.ts';
import type { Position } from './diagnostic.ts';
import type { FindingKind } from './finding.ts';
import type { Json, JsonObject, JsonPointer } from './json.ts';
import type { OperationId } from './operation-id.ts';

export interface Suite {
  /** File name without its ending. */
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
  /** Nothing else runs meanwhile: for what acts on the whole account. */
  readonly alone: boolean;
  readonly steps: readonly Step[];
  /** How often its steps run, one round after the other at the same addresses, each with things of its own; once if not given. */
  readonly rounds?: number;
  /** What the answers must show together. */
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
  /** Logical fields; the contract decides where each travels. Strings may hold `${...}`. */
  readonly with: JsonObject;
  /** The actor whose credentials are used; `nobody` sends none. */
  readonly as: string;
  /** The authentication kind, when not the first one that the actor has. */
  readonly auth?: StepAuth;
  /** What is sent besides, against the contract. */
  readonly extra?: Extra;
  /** Replaces parts of the request after encoding. */
  readonly raw?: RawRequest;
  /** The call breaks the contract on purpose: the request's own conformance is not judged. */
  readonly invalid: boolean;
  readonly expect: Expectation;
  readonly capture: { readonly [name: string]: Capture };
  /** Removes what the step made. `undefined`: as the contract says; `null`: nothing. */
  readonly cleanup?: CleanupTemplate | null;
  /** Repeat until the expectation holds, for at most so many milliseconds. */
  readonly eventuallyMs?: number;
  /** Sent so many times at once, on connections of their own. Every copy is an exchange, `#1`, `#2`, …, and is judged. */
  readonly copies?: number;
}

/** `kind` alone uses the actor's credential; `secret` and others replace its parts. */
export interface StepAuth {
  readonly kind: string;
  readonly credential: { readonly [part: string]: string };
  /** Nobody has it: it is no secret. */
  readonly madeUp?: boolean;
}

export interface Extra {
  readonly query?: { readonly [name: string]: Json };
  readonly headers?: { readonly [name: string]: string };
  readonly body?: JsonObject;
}

export interface RawRequest {
  readonly method?: string;
  /** Replaces the whole target, path and query. */
  readonly target?: string;
  /** `null` removes a header. */
  readonly headers?: { readonly [name: string]: string | null };
  /** The body as text. */
  readonly body?: string;
}

export interface CleanupTemplate {
  readonly call: OperationId;
  /** Absent fields are taken from the step's request and answer. */
  readonly with: JsonObject;
  /** No file says it: the paths do. */
  readonly inferred?: true;
}

export interface Capture {
  readonly from: 'body' | 'header' | 'status' | 'location';
  /** Of `location`: a path template whose last part, a hole, is the part of the Location header to take. */
  readonly path: JsonPointer | string;
}

/** For a generated step: the finding that a mismatch of its status, error code or value is, and what it shows. */
export interface Blame {
  readonly kind: FindingKind;
  /** One line: `a call without "name" is refused`. */
  readonly says: string;
  /** The logical field that it is about. */
  readonly field?: string;
  /** The operation that is at fault, where this step only shows it: a read that lacks what a write took. */
  readonly operation?: OperationId;
}

export interface Expectation {
  /** Empty: any success status that the contract declares. */
  readonly status: readonly (number | StatusClass)[];
  readonly error?: string;
  /** A partial match: what is named must be so, what is not named is free. `undefined`: not looked at. */
  readonly body?: Json;
  readonly headers: { readonly [name: string]: Json };
  readonly blame?: Blame;
  /** The request has a field at another place than the contract says, to see whether the server reads it there. */
  readonly confirms?: Confirmation;
}

/**
 * The field and where it was sent. With a `value`, the server reads it there if the response shows that value; without one, if
 * the expectation holds, and then it is no finding that it does not.
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

/** Moves the target's clock forward; only where the target has one that can be moved. */
export interface AdvanceStep extends StepBase {
  readonly kind: 'advance';
  readonly ms: number;
}
