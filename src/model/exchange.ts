import type { Address, ExchangeId } from './address.ts';
import type { ScenarioCheck } from './check.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import type { Json, JsonObject } from './json.ts';
import type { OperationId } from './operation-id.ts';
import type { Narrowing, ScenarioSource } from './plan.ts';
import type { Expectation } from './suite.ts';

/** The operation id of a request that no contract describes. It cannot collide, since contract ids contain a dot. */
export const UNDOCUMENTED: OperationId = 'undocumented';

/** `watch`: the run itself looks whether the server works, or which version it has. Such an exchange is recorded and not judged. */
export const PHASES = ['setup', 'step', 'cleanup', 'watch'] as const;
export type Phase = (typeof PHASES)[number];

/** One request and its response as they were on the wire, with the intended call and the expectation. */
export interface Exchange {
  readonly kind: 'exchange';
  readonly id: ExchangeId;
  readonly address: Address;
  readonly phase: Phase;
  readonly operation: OperationId;
  readonly attempt: number;
  /** A later attempt follows. This one only counts for reporting the step as flaky. */
  readonly superseded: boolean;
  /** A superseded attempt of an `eventually` step, which may fail for a while and does not make the step flaky. */
  readonly polling?: boolean;
  readonly asked: Asked;
  /** Only for a program that runs with an intent file. */
  readonly intended?: Intended;
  /** Resolved: no `${...}` left. */
  readonly expect: Expectation;
  readonly request: HttpRequest;
  /** null if there was none; `failure` says why. A failure can also accompany a partly received response. */
  readonly response: HttpResponse | null;
  readonly failure?: TransportFailure;
  /** Its scenario has a check, so the judge keeps it until the scenario has ended. */
  readonly kept?: boolean;
  /** A request of another program, not a step of a plan. Every declared status is acceptable. */
  readonly overheard?: boolean;
  /** The response is not judged: it is the recorder's own, or parts of it are unknown. */
  readonly unjudgedAnswer?: boolean;
  /** The program that recorded the exchange omits credentials, as browsers do in archives. */
  readonly unjudgedCredentials?: boolean;
  /** Milliseconds from the run's start to the request, and until the response was read. */
  readonly startedMs: number;
  readonly durationMs: number;
}

/** The call that the step describes, in logical fields. */
export interface Asked {
  readonly with: JsonObject;
  readonly as: string;
  readonly auth: string | null;
  /** The request violates the contract on purpose, so its own conformance is not judged. */
  readonly invalid: boolean;
  /** The request does not carry the actor's own credential: the step replaced it. */
  readonly forged?: boolean;
  /** The values that the step's references were resolved to, each once. A reproduction resolves them anew. */
  readonly refers?: readonly Reference[];
}

/** A call that a program is known to make: one entry of an intent file. */
export interface IntendedCall {
  readonly operation: OperationId;
  /** Logical fields. */
  readonly with: { readonly [field: string]: Json };
}

/** The call of the intent file that a request belongs to. */
export interface Intended {
  /** Its position in the file, from 1; null if no remaining call of the file explains the request. */
  readonly call: number | null;
  readonly with: IntendedCall['with'];
  /** The same request was already sent for this call. */
  readonly repeated?: true;
}

/** A value that a call took from elsewhere. */
export interface Reference {
  /** `made.id`, or `run.id`. */
  readonly expression: string;
  readonly value: Json;
  /** The response that contained it; absent: the run made it up. */
  readonly from?: ResponsePart;
}

/** A part of an earlier step's response. `path` is a pointer into the body, a header name, or the path template of a Location. */
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

/** Failures that mean that no server has read the request. */
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
  /** The connection had served an earlier request and was lost before a response, so the server may not have read this one. */
  readonly reused?: boolean;
  /** No connection could be opened because too many files are open on this machine. */
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
  /** Everything was selected; no grep, shard or last-failed restricted the plan. */
  readonly whole: boolean;
  /** How the plan was restricted; absent: not at all. Merged shards are whole if only `shard` restricted them. */
  readonly narrowed?: readonly Narrowing[];
  /** The subject is a client; its scenarios are its methods. */
  readonly client?: boolean;
  /** The traffic of another program was overheard. There was no plan, and addresses are those of the recording. */
  readonly overheard?: boolean;
}

export type StepState = 'exercised' | 'unresolved' | 'blocked' | 'not-tried' | 'skipped';

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
  /** The condition that the exchanges marked `kept` must satisfy together. */
  readonly check?: ScenarioCheck;
}

export interface StepEnd {
  readonly address: Address;
  readonly operation: OperationId | null;
  readonly phase: Phase;
  readonly line: number;
  readonly state: StepState;
  readonly reason?: string;
  /** For `unresolved`: the step whose response lacked the value. */
  readonly needs?: Address;
  readonly attempts: number;
}

/** Something that the run created and could not remove. */
export interface Leftover {
  readonly madeBy: Address;
  readonly operation: OperationId;
  readonly with: { readonly [field: string]: Json };
  readonly reason: string;
}

/** {@link RunEnd.interrupted} for a run that stopped because its recording could not be written. */
export const RECORDING_FAILED = 'recording-failed';

/** A call that had worked did not work any more; what was sent until then counts. */
export interface Stopped {
  readonly reason: string;
  /** The operation whose call came before that, and the step that sent it. */
  readonly operation: OperationId;
  readonly after: Address;
  /** Scenarios that sent something after it. */
  readonly scenarios: readonly Address[];
}

/** The last line of a recording. If it is missing, the run died. */
export interface RunEnd {
  readonly kind: 'end';
  /** The signal that stopped the run, or why the run stopped itself. */
  readonly interrupted: string | null;
  readonly bailed: boolean;
  /** Why nothing in the recording is evidence about the API: a wrong base path, or a rejected credential. */
  readonly environment?: string;
  /** The problem lies in the environment: the server rejects the caller. Responses to other callers count. */
  readonly callerRefused?: true;
  /** The server stopped working in the middle of the run. */
  readonly stopped?: Stopped;
  /** What the run changed because of the server's responses, one line each. */
  readonly remarks?: readonly string[];
  /** The version of the server at the end, if the target's settings say where to read it. */
  readonly version?: string;
  readonly created: number;
  readonly removed: number;
  readonly leftovers: readonly Leftover[];
  readonly durationMs: number;
}

export type RecordingEntry = RunStart | Exchange | ScenarioEnd | RunEnd;

/** The entries of a recording in order, in batches. */
export type RecordingPieces = AsyncIterable<readonly RecordingEntry[]> | Iterable<readonly RecordingEntry[]>;
