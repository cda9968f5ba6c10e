import type { Address, ExchangeId } from './address.ts';
import type { ScenarioCheck } from './check.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import type { Json, JsonObject } from './json.ts';
import type { OperationId } from './operation-id.ts';
import type { Narrowing, ScenarioSource } from './plan.ts';
import type { Expectation } from './suite.ts';

/** The operation of a request that no contract knows. No id of a contract is without a dot. */
export const UNDOCUMENTED: OperationId = 'undocumented';

export const PHASES = ['setup', 'step', 'cleanup'] as const;
export type Phase = (typeof PHASES)[number];

/** One request and its answer as they were on the wire, with what was asked for and what was expected. */
export interface Exchange {
  readonly kind: 'exchange';
  readonly id: ExchangeId;
  readonly address: Address;
  readonly phase: Phase;
  readonly operation: OperationId;
  readonly attempt: number;
  /** A later attempt follows: this one is looked at only to call the step flaky. */
  readonly superseded: boolean;
  /** A superseded attempt of an `eventually` step, which is expected to fail for a while: no sign of a flaky step. */
  readonly polling?: boolean;
  readonly asked: Asked;
  /** Only of a program that runs with an intent file. */
  readonly intended?: Intended;
  /** Resolved: no `${...}` left. */
  readonly expect: Expectation;
  readonly request: HttpRequest;
  /** null when there was none; `failure` says why. A failure can also come with what had arrived of a response. */
  readonly response: HttpResponse | null;
  readonly failure?: TransportFailure;
  /** Its scenario has a check: the judge keeps it until the scenario has ended. */
  readonly kept?: boolean;
  /** Somebody else's request, not a step of a plan: any status that the contract declares is as good as another. */
  readonly overheard?: boolean;
  /** Nothing is said of the answer: it is the recorder's own, or not all of it is known. */
  readonly unjudgedAnswer?: boolean;
  /** What wrote the exchange down leaves credentials out, as browsers do in archives. */
  readonly unjudgedCredentials?: boolean;
  /** Milliseconds from the run's start, and until the answer was read. */
  readonly startedMs: number;
  readonly durationMs: number;
}

/** What the step asked for, in logical fields. */
export interface Asked {
  readonly with: JsonObject;
  readonly as: string;
  readonly auth: string | null;
  /** The request breaks the contract on purpose; its own conformance is not judged. */
  readonly invalid: boolean;
  /** The request does not carry the actor's own credential: the step gave another one or replaced it. */
  readonly forged?: boolean;
  /** What the references of the step stood for, each once: a reproduction gets these values anew. */
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
  /** Its position in the file, from 1; null: the file has no call left that explains the request. */
  readonly call: number | null;
  readonly with: IntendedCall['with'];
  /** The same request was sent before for this call. */
  readonly repeated?: true;
}

/** A value that a call did not have of its own. */
export interface Reference {
  /** `made.id`, or `run.id`. */
  readonly expression: string;
  readonly value: Json;
  /** The response that held it; absent: the run made it up. */
  readonly from?: ResponsePart;
}

/** A part of the response of an earlier step. `path` is a pointer into the body, or a header's name. */
export interface ResponsePart {
  readonly address: Address;
  readonly at: 'body' | 'header' | 'status';
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

/** Failures with which no server has read a request. */
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
  /** The connection had served an earlier request and was lost before a response: the server may never have read this one. */
  readonly reused?: boolean;
  /** No connection could be opened, because too many files are open here. */
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
  /** Everything was selected: no grep, shard or last-failed narrowed the plan. */
  readonly whole: boolean;
  /** How the plan was narrowed; absent: not at all. Merged shards are whole when nothing but `shard` narrowed them. */
  readonly narrowed?: readonly Narrowing[];
  /** What was driven is a client; its scenarios are its methods. */
  readonly client?: boolean;
  /** What somebody else sent was overheard: there was no plan, and its addresses are those of the recording. */
  readonly overheard?: boolean;
}

export type StepState = 'exercised' | 'unresolved' | 'blocked' | 'not-tried' | 'skipped';

/** What became of a scenario; written when it has ended, after its exchanges. */
export interface ScenarioEnd {
  readonly kind: 'scenario';
  readonly address: Address;
  readonly suite: string;
  readonly source: ScenarioSource;
  readonly file: string;
  readonly line: number;
  readonly steps: readonly StepEnd[];
  readonly durationMs: number;
  /** What the exchanges that are `kept` must show together. */
  readonly check?: ScenarioCheck;
}

export interface StepEnd {
  readonly address: Address;
  readonly operation: OperationId | null;
  readonly phase: Phase;
  readonly line: number;
  readonly state: StepState;
  readonly reason?: string;
  /** For `unresolved`: the step whose answer lacked the value. */
  readonly needs?: Address;
  readonly attempts: number;
}

/** Something that the run made and could not remove. */
export interface Leftover {
  readonly madeBy: Address;
  readonly operation: OperationId;
  readonly with: { readonly [field: string]: Json };
  readonly reason: string;
}

/** {@link RunEnd.interrupted} of a run that stopped because its recording could not be written. */
export const RECORDING_FAILED = 'recording-failed';

/** The last line of a recording. Without it the run died. */
export interface RunEnd {
  readonly kind: 'end';
  /** The signal that stopped the run, or why we stopped it. */
  readonly interrupted: string | null;
  readonly bailed: boolean;
  /** Why nothing in the recording is evidence about the API: wrong base path, refused credential. */
  readonly environment?: string;
  readonly created: number;
  readonly removed: number;
  readonly leftovers: readonly Leftover[];
  readonly durationMs: number;
}

export type RecordingEntry = RunStart | Exchange | ScenarioEnd | RunEnd;

/** The entries of a recording in their order, some at a time. */
export type RecordingPieces = AsyncIterable<readonly RecordingEntry[]> | Iterable<readonly RecordingEntry[]>;
