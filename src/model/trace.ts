import type { CallOutcome, ClientDescription, DriverValue, MethodDescription } from './driver.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import type { OperationId } from './operation-id.ts';

/** `<client>/<method>#<n>`: the n-th call of a method. */
export type CallId = string;

/** The first line of a trace. */
export interface TraceStart {
  readonly kind: 'trace';
  /** Format 1 has no lines `method`. */
  readonly format: 1 | 2;
  readonly tool: string;
  readonly client: string;
  readonly profile: string;
  /** SHA-256 of the contracts from which the recorder responded. */
  readonly contracts: string;
  /** The revision of the client's source, if git knows it. */
  readonly revision: { readonly commit: string; readonly dirty: boolean } | null;
}

export interface ClientDescribed {
  readonly kind: 'client';
  readonly description: ClientDescription;
  /**
   * `host:port` of everything except the recorder that the client connected to while it was started. Absent: nothing was seen.
   */
  readonly contacted?: readonly string[];
}

/** Why a call was made. Readers of a trace use this and not the order of calls. */
export type CallPurpose =
  /** Searching for arguments that make the method send a request */
  | { readonly kind: 'search' }
  /** The smallest set of arguments that sends a request */
  | { readonly kind: 'base' }
  /** The base call with one more argument */
  | { readonly kind: 'argument'; readonly argument: string }
  /** Like `argument`, together with another argument, because alone it showed nothing */
  | { readonly kind: 'pair'; readonly argument: string; readonly with: string }
  /** The base call with the argument in place of another one that it does not require: `at` for `cron` */
  | { readonly kind: 'instead'; readonly argument: string; readonly of: string }
  /** The base call with another form of an argument's value */
  | { readonly kind: 'form'; readonly argument: string; readonly form: ValueForm }
  /** All arguments that can be given */
  | { readonly kind: 'all' }
  /** The base call with an undeclared keyword argument */
  | { readonly kind: 'unknown-keyword' }
  /** The base call once more, after all others, which shows what a client kept from them */
  | { readonly kind: 'again' }
  /** The base call with an error or an unusual response */
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
  'empty-map',
  'zero',
  'empty-text',
] as const;
/**
 * `item`: a list of one item. `other-boolean`: the default, given explicitly. `reserved-characters`: a path or query with `/ ? %
 * # & +` and spaces.
 */
export type ValueForm = (typeof VALUE_FORMS)[number];

/**
 * `required-only`: without the optional members of objects that have `required`. `nulls`: null wherever it is allowed.
 * `more-members`: an undeclared member, where the schema allows any. `large-integers`: int64 values beyond 2^53. `enum-2`: the
 * second value of every enumeration, and so on.
 */
export type ResponseVariation = 'required-only' | 'nulls' | 'more-members' | 'large-integers' | `enum-${number}`;

export type OddAnswer =
  /** `retryAfter`: send the header, as a date, whether or not the contract declares it. */
  | { readonly kind: 'error'; readonly status: number; readonly code: string; readonly retryAfter?: 'date' }
  /** Another response that the contract declares for success */
  | { readonly kind: 'varied'; readonly how: ResponseVariation }
  | { readonly kind: 'not-json'; readonly status: number }
  | { readonly kind: 'empty'; readonly status: number }
  | { readonly kind: 'not-modified' };

/** One call of a client's method, the traffic during it, and the caller's result. */
export interface ClientCall {
  readonly kind: 'call';
  readonly id: CallId;
  readonly method: string;
  readonly purpose: CallPurpose;
  /** As given to the driver, by parameter path: `options.shipAt` for a member of an options object. */
  readonly arguments: { readonly [path: string]: DriverValue };
  readonly exchanges: readonly ClientExchange[];
  readonly outcome: CallOutcome;
}

export interface ClientExchange {
  readonly request: HttpRequest;
  readonly response: HttpResponse | null;
  /** null if no contract has this method and path. */
  readonly operation: OperationId | null;
  /** When it arrived, in milliseconds since 1970. Absent in traces of older versions. */
  readonly at?: number;
  /** How long the client waited after the response to the previous request. Absent for the first one. */
  readonly waitedMs?: number;
}

/** A method that could not be called, or whose calls sent nothing. */
export interface MethodBlocked {
  readonly kind: 'blocked';
  readonly method: string;
  readonly reason: string;
  /** The method ran and sent nothing. It does not belong to the API, so this is not a fault. */
  readonly local: boolean;
}

/** Marks the preceding lines of a method as complete. */
export interface MethodTraced {
  readonly kind: 'method';
  /** Includes what the trace learned about parameters that the declaration leaves open. */
  readonly method: MethodDescription;
  /** What the client connected to, except the recorder and the addresses of its start. Absent: nothing was seen. */
  readonly contacted?: readonly string[];
}

/** What is stored about one method: calls, or why there are none, and the final line. */
export type MethodEntry = ClientCall | MethodBlocked | MethodTraced;

export interface TraceEnd {
  readonly kind: 'end';
  readonly calls: number;
  readonly interrupted: string | null;
}

/** An address other than the recorder's that the client connected to, as `host:port`. */
export interface Contact {
  readonly address: string;
  /** The methods that contacted it; empty: during the client's start. */
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
