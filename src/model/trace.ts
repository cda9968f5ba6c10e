import type { CallOutcome, ClientDescription, DriverValue, MethodDescription } from './driver.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import type { OperationId } from './operation-id.ts';

/** `<client>/<method>#<n>`: the n-th call of a method. */
export type CallId = string;

/** The first line of a trace. */
export interface TraceStart {
  readonly kind: 'trace';
  /** 1: without lines `method`. */
  readonly format: 1 | 2;
  readonly tool: string;
  readonly client: string;
  readonly profile: string;
  /** SHA-256 of the contracts that answered. */
  readonly contracts: string;
  /** Of the client's source, where git knows it. */
  readonly revision: { readonly commit: string; readonly dirty: boolean } | null;
}

export interface ClientDescribed {
  readonly kind: 'client';
  readonly description: ClientDescription;
  /** `host:port` of what the client connected to, besides the recorder, while it was started. Absent: nothing was seen. */
  readonly contacted?: readonly string[];
}

/** Why a call was made. The reading goes by this, not by the order of calls. */
export type CallPurpose =
  /** Looking for arguments that make the method send. */
  | { readonly kind: 'search' }
  /** The smallest set of arguments that sends. */
  | { readonly kind: 'base' }
  /** The base and one more argument. */
  | { readonly kind: 'argument'; readonly argument: string }
  /** Like `argument`, where that showed nothing: another argument is given besides. */
  | { readonly kind: 'pair'; readonly argument: string; readonly with: string }
  /** The base with the argument in place of another one that it does not require: `at` for `cron`. */
  | { readonly kind: 'instead'; readonly argument: string; readonly of: string }
  /** Another value of an argument: what becomes of it. */
  | { readonly kind: 'form'; readonly argument: string; readonly form: ValueForm }
  /** Everything that can be given. */
  | { readonly kind: 'all' }
  /** The base with a keyword that nobody declares. */
  | { readonly kind: 'unknown-keyword' }
  /** The base once more, after all others: what a client kept of them shows. */
  | { readonly kind: 'again' }
  /** The base, answered with an error or something odd. */
  | { readonly kind: 'answer'; readonly answer: OddAnswer }
  | { readonly kind: 'signature'; readonly vector: string };

export const VALUE_FORMS = [
  'aware-datetime',
  'naive-datetime',
  'null',
  'reserved-characters',
  'other-boolean',
  'item',
  'empty-list',
] as const;
/** `item`: a list of one. `other-boolean`: the default, given. `reserved-characters`: a path or query with `/ ? % # & +` and blanks. */
export type ValueForm = (typeof VALUE_FORMS)[number];

/**
 * `required-only`: without the optional members of objects that say what they require. `nulls`: null wherever it is allowed. `more-members`:
 * a member that nobody declares, where the schema takes any. `large-integers`: int64 beyond 2^53. `enum-2`: every enumeration with its
 * second value, and so on.
 */
export type ResponseVariation = 'required-only' | 'nulls' | 'more-members' | 'large-integers' | `enum-${number}`;

export type OddAnswer =
  /** `retryAfter`: the header is there whether the contract has it or not, as a date. */
  | { readonly kind: 'error'; readonly status: number; readonly code: string; readonly retryAfter?: 'date' }
  /** Another response that the contract declares for success. */
  | { readonly kind: 'varied'; readonly how: ResponseVariation }
  | { readonly kind: 'not-json'; readonly status: number }
  | { readonly kind: 'empty'; readonly status: number }
  | { readonly kind: 'not-modified' };

/** One call of a client's method, what went over the wire meanwhile, and what the caller got. */
export interface ClientCall {
  readonly kind: 'call';
  readonly id: CallId;
  readonly method: string;
  readonly purpose: CallPurpose;
  /** As given to the driver, by the parameter's path: `options.shipAt` for a member of an options object. */
  readonly arguments: { readonly [path: string]: DriverValue };
  readonly exchanges: readonly ClientExchange[];
  readonly outcome: CallOutcome;
}

export interface ClientExchange {
  readonly request: HttpRequest;
  readonly response: HttpResponse | null;
  /** null: no contract has this method and path. */
  readonly operation: OperationId | null;
  /** When it arrived, in milliseconds since 1970. Absent in traces of older versions. */
  readonly at?: number;
  /** How long the client waited after the response to the request before it. Absent for the first one. */
  readonly waitedMs?: number;
}

/** A method that no call could be made of, or whose calls sent nothing. */
export interface MethodBlocked {
  readonly kind: 'blocked';
  readonly method: string;
  readonly reason: string;
  /** It ran and sent nothing: not part of the API's surface, and no fault. */
  readonly local: boolean;
}

/** The lines of a method, which stand before this one, are complete. */
export interface MethodTraced {
  readonly kind: 'method';
  /** With what the trace learned of parameters that the declaration leaves open. */
  readonly method: MethodDescription;
  /** What the client connected to, besides the recorder and what it connects to when it is started. Absent: nothing was seen. */
  readonly contacted?: readonly string[];
}

/** What is kept of one method: calls, or why there are none, and the line that ends it. */
export type MethodEntry = ClientCall | MethodBlocked | MethodTraced;

export interface TraceEnd {
  readonly kind: 'end';
  readonly calls: number;
  readonly interrupted: string | null;
}

/** Another address than the recorder's that the client connected to, as `host:port`. */
export interface Contact {
  readonly address: string;
  /** In whose calls; empty: when the client was started. */
  readonly methods: readonly string[];
}

export type TraceEntry = TraceStart | ClientDescribed | MethodEntry | TraceEnd;

/** A trace, read. */
export interface Trace {
  readonly start: TraceStart;
  readonly description: ClientDescription;
  readonly calls: readonly ClientCall[];
  readonly blocked: readonly MethodBlocked[];
  readonly contacts: readonly Contact[];
  readonly end: TraceEnd | null;
}
