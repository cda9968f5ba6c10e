import type { Address, ExchangeId } from './address.ts';
import type { ScenarioCheck } from './check.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import type { Json, JsonObject } from './json.ts';
import type { OperationId } from './operation-id.ts';
import type { Narrowing, ScenarioSource } from './plan.ts';
import type { Expectation } from './suite.ts';

/** The operation id of a request that no contract describes. No contract can have this id, because contract ids contain a dot. */
export const UNDOCUMENTED: OperationId = 'undocumented';

/**
 * The phases of a run. `watch`: requests with which the run checks whether the server works or which version it has. They are
 * recorded but not judged.
 */
export const PHASES = ['setup', 'step', 'cleanup', 'watch'] as const;
export type Phase = (typeof PHASES)[number];

/** One request and its response as they were sent over the wire, with the call that was intended and the expected response. */
export interface Exchange {
  readonly kind: 'exchange';
  readonly id: ExchangeId;
  readonly address: Address;
  readonly phase: Phase;
  readonly operation: OperationId;
  readonly attempt: number;
  /** True if a later attempt follows. A superseded attempt is only used to report the step as flaky. */
  readonly superseded: boolean;
  /** True for an earlier attempt of an `eventually` step. Such a step may fail for a while without being flaky. */
  readonly polling?: boolean;
  readonly asked: Asked;
  /** The call from the intent file. Present only if the program runs with an intent file. */
  readonly intended?: Intended;
  /** The expectation of the step. All `${...}` are replaced. */
  readonly expect: Expectation;
  readonly request: HttpRequest;
  /** The response. Null if no response arrived; `failure` then says why. A partly received response has a `failure` too. */
  readonly response: HttpResponse | null;
  readonly failure?: TransportFailure;
  /** True if the scenario has a check on several exchanges. The judge then keeps the exchange until the scenario has ended. */
  readonly kept?: boolean;
  /** True if another program sent the request, so it is not a step of a plan. Every status that the contract declares is accepted. */
  readonly overheard?: boolean;
  /** True if the response is not judged, because the recorder made it or parts of it are unknown. */
  readonly unjudgedAnswer?: boolean;
  /** True if the program that recorded the exchange leaves out credentials, as browsers do in HTTP Archives. */
  readonly unjudgedCredentials?: boolean;
  /** Milliseconds from the start of the run to the request, and to the end of the response. */
  readonly startedMs: number;
  readonly durationMs: number;
}

/** The call that the step describes, with logical field names. */
export interface Asked {
  readonly with: JsonObject;
  readonly as: string;
  readonly auth: string | null;
  /** True if the request violates the contract on purpose. The request itself is then not judged. */
  readonly invalid: boolean;
  /** True if the step replaced the actor's own credential by another one. */
  readonly forged?: boolean;
  /** The values that replaced the step's references, each once. A reproduction computes these values again. */
  readonly refers?: readonly Reference[];
}

/** One entry of an intent file: a call that a program is known to make. */
export interface IntendedCall {
  readonly operation: OperationId;
  /** Values of the call by logical field name. */
  readonly with: { readonly [field: string]: Json };
}

/** The call of the intent file that a request belongs to. */
export interface Intended {
  /** Position of the call in the intent file, starting at 1. Null if no remaining call of the file explains the request. */
  readonly call: number | null;
  readonly with: IntendedCall['with'];
  /** True if the same request was already sent for this call. */
  readonly repeated?: true;
}

/** A value in a call that comes from another place, such as an earlier response. */
export interface Reference {
  /** The expression in the suite, for example `made.id` or `run.id`. */
  readonly expression: string;
  readonly value: Json;
  /** The response that contained the value. Absent: the run made up the value. */
  readonly from?: ResponsePart;
}

/**
 * A part of an earlier step's response. `path` is a pointer into the body, the name of a header, or the path template of a
 * Location header.
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

/** Failures which show that no server has read the request. */
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
   * True if the connection had carried an earlier request and was lost before a response arrived. The server may then not have
   * read this request.
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
  /** SHA-256 of the contracts from which the plan was made. */
  readonly contracts: string;
  /** True if the plan contained everything, without a restriction by grep, shard or last-failed. */
  readonly whole: boolean;
  /** How the plan was restricted. Absent if it was not. Merged shards count as a whole run if only `shard` restricted them. */
  readonly narrowed?: readonly Narrowing[];
  /** The client under test. If present, the scenarios are the client's methods. */
  readonly client?: boolean;
  /** True if the traffic of another program was recorded. There was no plan then, and the addresses come from the recording. */
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
  /** The condition that all exchanges marked with `kept` must fulfil together. */
  readonly check?: ScenarioCheck;
  /** Values that the scenario needs the target to have and that the target's settings do not state. Absent: none. */
  readonly assumes?: JsonObject;
}

export interface StepEnd {
  readonly address: Address;
  readonly operation: OperationId | null;
  readonly phase: Phase;
  readonly line: number;
  readonly state: StepState;
  readonly reason?: string;
  /** For the state `unresolved`: the step whose response lacked the value. */
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

/** The value of {@link RunEnd.interrupted} for a run that stopped because its recording could not be written. */
export const RECORDING_FAILED = 'recording-failed';

/** A call that had worked before failed, so the run stopped. The requests sent until then are judged. */
export interface Stopped {
  readonly reason: string;
  /** The operation that was called before the failure, and the step that sent the call. */
  readonly operation: OperationId;
  readonly after: Address;
  /** Scenarios that sent requests after the failure. */
  readonly scenarios: readonly Address[];
}

/** The last line of a recording. If it is missing, the run was killed or crashed. */
export interface RunEnd {
  readonly kind: 'end';
  /** The signal that stopped the run, or the reason why the run stopped itself. */
  readonly interrupted: string | null;
  readonly bailed: boolean;
  /** Why nothing in the recording is evidence about the API, for example a wrong base path or a rejected credential. */
  readonly environment?: string;
  /** True if the server rejects this caller, which is a problem of the environment. Responses to other callers are judged. */
  readonly callerRefused?: true;
  /** Set if the server stopped working during the run. */
  readonly stopped?: Stopped;
  /** What the run changed because of the server's responses. One line per change. */
  readonly remarks?: readonly string[];
  /** The version of the server at the end of the run, if the target's settings say where to read it. */
  readonly version?: string;
  readonly created: number;
  readonly removed: number;
  readonly leftovers: readonly Leftover[];
  readonly durationMs: number;
}

export type RecordingEntry = RunStart | Exchange | ScenarioEnd | RunEnd;

/** The entries of a recording in order, read in batches. */
export type RecordingPieces = AsyncIterable<readonly RecordingEntry[]> | Iterable<readonly RecordingEntry[]>;
