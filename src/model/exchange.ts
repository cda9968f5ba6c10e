import type { Address, ExchangeId } from './address.ts';
import type { ScenarioCheck } from './check.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import type { Json, JsonObject } from './json.ts';
import type { OperationId } from './operation-id.ts';
import type { Narrowing, ScenarioSource } from './plan.ts';
import type { Expectation } from './suite.ts';

/** The operation id of a request that no contract describes. */
export const UNDOCUMENTED: OperationId = 'undocumented';

/** The phase `watch` only reads the server's state or version, and is not judged. */
export const PHASES = ['setup', 'step', 'cleanup', 'watch'] as const;
export type Phase = (typeof PHASES)[number];

/** A request and its response exactly as sent over the network, with the call and the expectation of the step. */
export interface Exchange {
  readonly kind: 'exchange';
  readonly id: ExchangeId;
  readonly address: Address;
  readonly phase: Phase;
  readonly operation: OperationId;
  readonly attempt: number;
  /** True if the step was attempted again. A failure of this attempt then only makes the step flaky. */
  readonly superseded: boolean;
  /** True if `eventually` caused a further attempt. An unexpected response to this attempt then does not make the step flaky. */
  readonly polling?: boolean;
  readonly asked: Asked;
  /** The entry in the intent file for this request. */
  readonly intended?: Intended;
  /** The expectation of the step, with all `${...}` replaced. */
  readonly expect: Expectation;
  readonly request: HttpRequest;
  /** Null if no response arrived. */
  readonly response: HttpResponse | null;
  /** Why no complete response arrived. */
  readonly failure?: TransportFailure;
  /** True if the judge must keep the exchange until the scenario ends, to compare several responses. */
  readonly kept?: boolean;
  /** True if a program outside wireparity sent the request. Every declared status is then accepted. */
  readonly overheard?: boolean;
  /** True if the response is not judged, for example because its body was not recorded. */
  readonly unjudgedAnswer?: boolean;
  /** True if the program that made the recording left out the credentials, as browsers do in HTTP Archives. */
  readonly unjudgedCredentials?: boolean;
  /** Milliseconds from the start of the run to the request. */
  readonly startedMs: number;
  /** Milliseconds from the request to the end of the response. */
  readonly durationMs: number;
}

/** The call as the step describes it, with logical field names. */
export interface Asked {
  readonly with: JsonObject;
  readonly as: string;
  readonly auth: string | null;
  /** True if the request violates the contract on purpose. The request is then not judged. */
  readonly invalid: boolean;
  /** True if the step replaced the credential of the actor. */
  readonly forged?: boolean;
  /** The references in the step, such as `made.id`, each with the value that was sent. */
  readonly refers?: readonly Reference[];
}

/** A call in an intent file, which the captured program is meant to make. */
export interface IntendedCall {
  readonly operation: OperationId;
  readonly with: { readonly [field: string]: Json };
}

/** The connection between a request and its entry in the intent file. */
export interface Intended {
  /** Position of the entry in the intent file, starting at 1, or null if no unused entry explains the request. */
  readonly call: number | null;
  readonly with: IntendedCall['with'];
  /** True if the request is equal to an earlier request for the same entry of the intent file. */
  readonly repeated?: true;
}

/** A reference in a step, such as `made.id`, and the value that was sent in its place. */
export interface Reference {
  /** The expression in the suite, for example `made.id` or `run.id`. */
  readonly expression: string;
  readonly value: Json;
  /** The response that contained the value, unless the run generated the value. */
  readonly from?: ResponsePart;
}

/** A value in an earlier response. The member `path` is a pointer, a header name, or a Location template. */
export interface ResponsePart {
  readonly address: Address;
  readonly at: 'body' | 'header' | 'location' | 'status';
  readonly path: string;
}

export const TRANSPORT_FAILURES = [
  'connection-refused',
  'host-not-found',
  'connection-reset',
  'connection-closed',
  'timeout',
  'response-malformed',
  'body-too-large',
  'tls-failed',
  'proxy-refused',
  'protocol-unsupported',
  'interrupted',
  'request-refused',
] as const;

/** After one of these failures, it is certain that no server has read the request. */
export const NEVER_REACHED: ReadonlySet<TransportFailure['code']> = new Set([
  'connection-refused',
  'host-not-found',
  'tls-failed',
  'proxy-refused',
  'protocol-unsupported',
  'request-refused',
]);

export interface TransportFailure {
  readonly code: (typeof TRANSPORT_FAILURES)[number];
  readonly message: string;
  /** True if a reused connection broke. It is then uncertain whether the server has read the request. */
  readonly reused?: boolean;
  /** True if no connection was possible because this machine has too many open files. */
  readonly exhausted?: boolean;
}

/** The first line of a recording. */
export interface RunStart {
  readonly kind: 'run';
  readonly format: 1;
  readonly tool: string;
  readonly run: string;
  readonly target: { readonly name: string; readonly origin: string; readonly profile: string };
  readonly seed: number;
  readonly shard: { readonly index: number; readonly total: number } | null;
  readonly contracts: string;
  /** True if the plan contained all scenarios, without a restriction such as `--grep` or `--shard`. */
  readonly whole: boolean;
  /** The options that restricted the plan, such as `shard`. */
  readonly narrowed?: readonly Narrowing[];
  /** True if a client was tested. Each scenario is then a method of the client. */
  readonly client?: boolean;
  /** True if the traffic of a program outside wireparity was recorded, without a plan. */
  readonly overheard?: boolean;
}

type StepState = 'exercised' | 'unresolved' | 'blocked' | 'not-tried' | 'skipped';

/** The result of a scenario, written after its exchanges. */
export interface ScenarioEnd {
  readonly kind: 'scenario';
  readonly address: Address;
  readonly suite: string;
  readonly source: ScenarioSource;
  readonly file: string;
  readonly line: number;
  readonly steps: readonly StepEnd[];
  readonly durationMs: number;
  /** A condition that the scenario's exchanges with `kept: true` must fulfil together. */
  readonly check?: ScenarioCheck;
  readonly assumes?: JsonObject;
}

export interface StepEnd {
  readonly address: Address;
  readonly operation: OperationId | null;
  readonly phase: Phase;
  readonly line: number;
  readonly state: StepState;
  readonly reason?: string;
  /** For the state `unresolved`, the step whose response lacked the needed value. */
  readonly needs?: Address;
  readonly attempts: number;
}

/** An item that the run created on the server and could not remove. */
export interface Leftover {
  readonly madeBy: Address;
  readonly operation: OperationId;
  readonly with: { readonly [field: string]: Json };
  readonly reason: string;
}

/** The value of {@link RunEnd.interrupted} if the recording could not be written. */
export const RECORDING_FAILED = 'recording-failed';

/** Why the run stopped: a call failed, although the same call had succeeded before. */
export interface Stopped {
  readonly reason: string;
  /** The operation that was called just before the failure. */
  readonly operation: OperationId;
  readonly after: Address;
  /** Scenarios that sent requests after the failure that stopped the run. */
  readonly scenarios: readonly Address[];
}

/** The last line of a recording. A run that was killed or crashed does not write this line. */
export interface RunEnd {
  readonly kind: 'end';
  /** The signal that stopped the run, or the reason why the run stopped itself. */
  readonly interrupted: string | null;
  readonly bailed: boolean;
  /** A problem with the target, such as a wrong base path. The run then cannot be judged. */
  readonly environment?: string;
  /** The URL at which the API responds, if the target's URL has a wrong path. */
  readonly foundUrl?: string;
  /** True if only the steps with a rejected credential are blocked. All other steps are judged. */
  readonly callerRefused?: true;
  readonly stopped?: Stopped;
  /** Sentences about changes during the run, such as an operation that is no longer called. */
  readonly remarks?: readonly string[];
  /** The version of the server at the end of the run, if the settings say where to read it. */
  readonly version?: string;
  readonly created: number;
  readonly removed: number;
  readonly leftovers: readonly Leftover[];
  readonly durationMs: number;
}

export type RecordingEntry = RunStart | Exchange | ScenarioEnd | RunEnd;

export type RecordingPieces = AsyncIterable<readonly RecordingEntry[]> | Iterable<readonly RecordingEntry[]>;
