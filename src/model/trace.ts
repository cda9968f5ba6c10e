import type { CallOutcome, ClientDescription, DriverValue, MethodDescription } from './driver.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import type { OperationId } from './operation-id.ts';

/** Id of a call: `<client>/<method>#<n>` is the n-th call of a method. */
type CallId = string;

/** The first line of a trace. */
export interface TraceStart {
  readonly kind: 'trace';
  /**
   * Version of the format. Traces of format 1 have no lines of type `method`. In format 3, calls refer to equal values of
   * earlier calls.
   */
  readonly format: 1 | 2 | 3;
  readonly tool: string;
  readonly client: string;
  readonly profile: string;
  /** SHA-256 of the contracts from which the recorder responded. */
  readonly contracts: string;
  /** Revision of the client's source. Absent if git does not know it. */
  readonly revision: { readonly commit: string; readonly dirty: boolean } | null;
}

interface ClientDescribed {
  readonly kind: 'client';
  readonly description: ClientDescription;
  /**
   * Addresses (`host:port`) to which the client connected while it was started, except the recorder. Absent: no such connection
   * was seen.
   */
  readonly contacted?: readonly string[];
}

/** Why a call was made. Code that reads a trace uses this and not the order of the calls. */
export type CallPurpose =
  /** A call of the search for arguments with which the method sends a request. */
  | { readonly kind: 'search' }
  /** The base call: the smallest set of arguments with which the method sends a request. */
  | { readonly kind: 'base' }
  /** The base call with one additional argument. */
  | { readonly kind: 'argument'; readonly argument: string }
  /** The base call with many additional arguments, each of which can be recognised in the request. */
  | { readonly kind: 'together'; readonly arguments: readonly string[] }
  /** The base call with two additional arguments, because the first argument alone had no effect. */
  | { readonly kind: 'pair'; readonly argument: string; readonly with: string }
  /** The base call with an argument that replaces another one: `at` instead of `cron`. */
  | { readonly kind: 'instead'; readonly argument: string; readonly of: string }
  /** The base call with another form of an argument's value. */
  | { readonly kind: 'form'; readonly argument: string; readonly form: ValueForm }
  /** The base call with another form of the values of many arguments. */
  | { readonly kind: 'forms'; readonly forms: { readonly [argument: string]: ValueForm } }
  /** A call with all arguments that can be given. */
  | { readonly kind: 'all' }
  /** The base call with an undeclared keyword argument. */
  | { readonly kind: 'unknown-keyword' }
  /** The base call, repeated after all other calls. It shows which values the client kept from them. */
  | { readonly kind: 'again' }
  /** The base call, to which the recorder returns an error or an unusual response. */
  | { readonly kind: 'answer'; readonly answer: OddAnswer }
  | { readonly kind: 'signature'; readonly vector: string };

const VALUE_FORMS = [
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
 * Form of an argument's value. `item`: a list with one item. `other-boolean`: the default, given explicitly.
 * `reserved-characters`: a path or query value with `/ ? % # & +` and spaces.
 */
export type ValueForm = (typeof VALUE_FORMS)[number];

/**
 * How a response differs from the fullest one. `required-only`: optional members are left out of objects that have `required`.
 * `nulls`: null wherever it is allowed. `more-members`: an undeclared member, where the schema allows it. `large-integers`:
 * int64 values beyond 2^53. `enum-2`: the second value of every enumeration, and so on. `without-email`: without one optional
 * member of the outermost object.
 */
export type ResponseVariation =
  | 'required-only'
  | 'nulls'
  | 'more-members'
  | 'large-integers'
  | `enum-${number}`
  | `without-${string}`;

export type OddAnswer =
  /** `retryAfter`: the response has a Retry-After header with a date, even if the contract does not declare this header. */
  | { readonly kind: 'error'; readonly status: number; readonly code: string; readonly retryAfter?: 'date' }
  /** Another success response that the contract declares. */
  | { readonly kind: 'varied'; readonly how: ResponseVariation }
  | { readonly kind: 'not-json'; readonly status: number }
  | { readonly kind: 'empty'; readonly status: number }
  | { readonly kind: 'not-modified' };

/** One call of a client's method, with the requests sent during it and the result for the caller. */
export interface ClientCall {
  readonly kind: 'call';
  readonly id: CallId;
  readonly method: string;
  readonly purpose: CallPurpose;
  /** Arguments as they are given to the driver, by parameter path: `options.shipAt` is a member of an options object. */
  readonly arguments: { readonly [path: string]: DriverValue };
  readonly exchanges: readonly ClientExchange[];
  readonly outcome: CallOutcome;
}

export interface ClientExchange {
  readonly request: HttpRequest;
  readonly response: HttpResponse | null;
  /** The operation of the request. Null if no contract has this method and path. */
  readonly operation: OperationId | null;
  /** When the request arrived, in milliseconds since 1970. Absent in traces of older versions. */
  readonly at?: number;
  /** How long the client waited after the response to the previous request. Absent for the first request. */
  readonly waitedMs?: number;
}

/** A method that could not be called, or whose calls sent no request. */
export interface MethodBlocked {
  readonly kind: 'blocked';
  readonly method: string;
  readonly reason: string;
  /** The method ran and sent no request. It does not belong to the API, so this is not a fault. */
  readonly local: boolean;
}

/** A line that marks the preceding lines of a method as complete. */
export interface MethodTraced {
  readonly kind: 'method';
  /** The method's description. It includes what the trace found out about parameters that the declaration does not describe. */
  readonly method: MethodDescription;
  /**
   * Addresses to which the client connected during the method's calls, except the recorder and the addresses of its start.
   * Absent: no such connection was seen.
   */
  readonly contacted?: readonly string[];
  /** Arguments about which no call shows anything, because the method has too many arguments. Absent if all were tried. */
  readonly untried?: readonly string[];
  /** True if some enumeration values were not sent, because the method's responses are large. */
  readonly unplayed?: true;
}

/** What the trace of a method leaves out. */
export interface MethodCut extends Pick<MethodTraced, 'untried' | 'unplayed'> {
  readonly method: string;
  /** Parameters whose types the driver could not describe in full. */
  readonly bounded?: readonly string[];
}

/** What is stored about one method: its calls, or why there are none, and the final line. */
export type MethodEntry = ClientCall | MethodBlocked | MethodTraced;

interface TraceEnd {
  readonly kind: 'end';
  readonly calls: number;
  readonly interrupted: string | null;
}

/** An address other than the recorder's to which the client connected, as `host:port`. */
export interface Contact {
  readonly address: string;
  /** The methods during which the client connected to the address. Empty: it connected during the start. */
  readonly methods: readonly string[];
}

export type TraceEntry = TraceStart | ClientDescribed | MethodEntry | TraceEnd;

/** A trace after it was read from its file. */
export interface Trace {
  readonly start: TraceStart;
  readonly description: ClientDescription;
  readonly calls: readonly ClientCall[];
  readonly blocked: readonly MethodBlocked[];
  readonly contacts: readonly Contact[];
  readonly cuts: readonly MethodCut[];
  readonly end: TraceEnd | null;
}
