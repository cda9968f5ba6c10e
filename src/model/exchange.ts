import type { Address, ExchangeId } from './address.ts';
import type { ScenarioCheck } from './check.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import type { Json, JsonObject } from './json.ts';
import type { OperationId } from './operation-id.ts';
import type { Narrowing, ScenarioSource } from './plan.ts';
import type { Expectation } from './suite.ts';

/**
 * The operation id of a request that no contract describes. Contract ids contain a dot, so no contract can have this
 * id.
 */
export const UNDOCUMENTED: OperationId = 'undocumented';

/**
 * The phases of a run. In the phase `watch`, the run checks whether the server works, or which version it has. The
 * requests of this phase are recorded but not judged.
 */
export const PHASES = ['setup', 'step', 'cleanup', 'watch'] as const;
export type Phase = (typeof PHASES)[number];

/**
 * One request and its response exactly as they were sent over the network, the call that the step describes, and the
 * expected response.
 */
export interface Exchange {
  readonly kind: 'exchange';
  readonly id: ExchangeId;
  readonly address: Address;
  readonly phase: Phase;
  readonly operation: OperationId;
  readonly attempt: number;
  /**
   * True if a later attempt of the step follows. The only use of a superseded attempt is to report the step as flaky.
   */
  readonly superseded: boolean;
  /**
   * True for every attempt of an `eventually` step before the last one. Such a step may fail at first without being
   * flaky.
   */
  readonly polling?: boolean;
  readonly asked: Asked;
  /** The call of the intent file. Present only if there is an intent file for the program. */
  readonly intended?: Intended;
  /** The expectation of the step. All `${...}` are replaced. */
  readonly expect: Expectation;
  readonly request: HttpRequest;
  /** The response. Null if no response arrived; `failure` contains the reason. An incomplete response also has a `failure`. */
  readonly response: HttpResponse | null;
  readonly failure?: TransportFailure;
  /**
   * True if the scenario has a check on several exchanges. The judge stores the exchange until the scenario has ended.
   */
  readonly kept?: boolean;
  /** True if a program outside wireparity sent the request. There is no plan, and every declared status is accepted. */
  readonly overheard?: boolean;
  /** True if the response is not judged. This is so if the recorder made the response, or if parts of it are unknown. */
  readonly unjudgedAnswer?: boolean;
  /** True if the recording program left out the credentials, as browsers do in HTTP Archives. */
  readonly unjudgedCredentials?: boolean;
  /** Milliseconds from the start of the run: to the request, and to the end of the response. */
  readonly startedMs: number;
  readonly durationMs: number;
}

/** The call as the step describes it. It has logical field names. */
export interface Asked {
  readonly with: JsonObject;
  readonly as: string;
  readonly auth: string | null;
  /** True if the request violates the contract on purpose. The request itself is then not judged. */
  readonly invalid: boolean;
  /** True if the step replaced the credential of the actor with a different credential. */
  readonly forged?: boolean;
  /** The values that replaced the references of the step. A reproduction computes these values again. */
  readonly refers?: readonly Reference[];
}

/** One entry of an intent file: a call that the captured program makes. */
export interface IntendedCall {
  readonly operation: OperationId;
  /** Values of the call by logical field name. */
  readonly with: { readonly [field: string]: Json };
}

/** The call of the intent file that a request belongs to. */
export interface Intended {
  /** Position of the call in the intent file, starting at 1. Null if no call that is still unused explains the request. */
  readonly call: number | null;
  readonly with: IntendedCall['with'];
  /** True if an earlier request for this call was the same. */
  readonly repeated?: true;
}

/** A value of a call. The value comes from an earlier response, or the run made it up. */
export interface Reference {
  /** The expression in the suite, for example `made.id` or `run.id`. */
  readonly expression: string;
  readonly value: Json;
  /** The response that contained the value. Absent: the run made up the value. */
  readonly from?: ResponsePart;
}

/**
 * A part of the response to an earlier step. `path` is one of three things: a pointer into the body, the name of a header, or the
 * path template of a Location header.
 */
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

/** Failures that show that no server has read the request. */
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
  /**
   * True if the connection had been used for an earlier request and was lost before a response arrived. The server may then not
   * have read the later request.
   */
  readonly reused?: boolean;
  /** True if no connection could be opened because this machine has too many open files. */
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
  /** SHA-256 of the contracts that the plan was made from. */
  readonly contracts: string;
  /** True if the plan contained all scenarios, because none of grep, shard and last-failed restricted it. */
  readonly whole: boolean;
  /** How the plan was restricted. Absent if it was not, or if the only restriction was `shard` and all shards were merged. */
  readonly narrowed?: readonly Narrowing[];
  /** The client under test. If present, each scenario is a method of the client. */
  readonly client?: boolean;
  /** True if the traffic of a program outside wireparity was recorded. There was no plan. */
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
  /** The condition for all exchanges of the scenario with `kept`, taken together. */
  readonly check?: ScenarioCheck;
  /** Values that the scenario needs the target to have, but that its settings do not state. Absent: none. */
  readonly assumes?: JsonObject;
}

export interface StepEnd {
  readonly address: Address;
  readonly operation: OperationId | null;
  readonly phase: Phase;
  readonly line: number;
  readonly state: StepState;
  readonly reason?: string;
  /** The step whose response lacked the value. Only for the state `unresolved`. */
  readonly needs?: Address;
  readonly attempts: number;
}

/** An item on the server that the run created and could not remove. */
export interface Leftover {
  readonly madeBy: Address;
  readonly operation: OperationId;
  readonly with: { readonly [field: string]: Json };
  readonly reason: string;
}

/** The value of {@link RunEnd.interrupted} if a run stopped because its recording could not be written. */
export const RECORDING_FAILED = 'recording-failed';

/** A call that had succeeded before failed, so the run stopped. The requests before this moment are judged. */
export interface Stopped {
  readonly reason: string;
  /** The operation that was called just before the failure, and the step that called it. */
  readonly operation: OperationId;
  readonly after: Address;
  /** Scenarios that sent requests after the failure. */
  readonly scenarios: readonly Address[];
}

/** The last line of a recording. If it is missing, the run was killed or crashed. */
export interface RunEnd {
  readonly kind: 'end';
  /** The signal that stopped the run. If the run decided to stop, the reason for this. */
  readonly interrupted: string | null;
  readonly bailed: boolean;
  /** Why nothing in the recording is evidence about the API, for example because of a wrong base path. */
  readonly environment?: string;
  /** The address at which the API responds, if the path in the target's URL is wrong. */
  readonly foundUrl?: string;
  /** True if the server rejects the credential of this caller. Responses to other callers are judged. */
  readonly callerRefused?: true;
  /** Set if the server stopped working during the run. */
  readonly stopped?: Stopped;
  /** Changes that the run made because of responses of the server. One line per change. */
  readonly remarks?: readonly string[];
  /** The version of the server at the end of the run, if the settings of the target say where to read the version. */
  readonly version?: string;
  readonly created: number;
  readonly removed: number;
  readonly leftovers: readonly Leftover[];
  readonly durationMs: number;
}

export type RecordingEntry = RunStart | Exchange | ScenarioEnd | RunEnd;

/** The entries of a recording in their order. They are read in batches. */
export type RecordingPieces = AsyncIterable<readonly RecordingEntry[]> | Iterable<readonly RecordingEntry[]>;
