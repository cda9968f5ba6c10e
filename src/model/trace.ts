import type { CallOutcome, ClientDescription, DriverValue, MethodDescription } from './driver.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import type { OperationId } from './operation-id.ts';

/** Id of a call: `<client>/<method>#<n>` is the n-th call of a method. */
type CallId = string;

/** The first line of a trace. */
export interface TraceStart {
  readonly kind: 'trace';
  /**
   * Version of the format. Traces of format 1 have no lines of type `method`. In format 3, a call may contain a
   * reference to an equal value of an earlier call.
   */
  readonly format: 1 | 2 | 3;
  readonly tool: string;
  readonly client: string;
  readonly profile: string;
  /** SHA-256 of the contracts that decided the responses of the recorder. */
  readonly contracts: string;
  /** Revision of the client's source. Absent if git has no revision for the source. */
  readonly revision: { readonly commit: string; readonly dirty: boolean } | null;
}

interface ClientDescribed {
  readonly kind: 'client';
  readonly description: ClientDescription;
  /**
   * Addresses (`host:port`) to which the client connected while it started. The address of the recorder is left out.
   * Absent: no such connection was seen.
   */
  readonly contacted?: readonly string[];
}

/** The purpose of a call. Code that reads a trace uses the purpose and ignores the order of the calls. */
export type CallPurpose =
  /** A call that searches for arguments with which the method sends a request. */
  | { readonly kind: 'search' }
  /** The base call: the smallest set of arguments with which the method sends a request. */
  | { readonly kind: 'base' }
  /** The base call with one additional argument. */
  | { readonly kind: 'argument'; readonly argument: string }
  /** The base call with many additional arguments. The value of each argument can be recognised in the request. */
  | { readonly kind: 'together'; readonly arguments: readonly string[] }
  /** The base call with two additional arguments, because a call with only the first of them had no effect. */
  | { readonly kind: 'pair'; readonly argument: string; readonly with: string }
  /** The base call in which one argument replaces another argument: `at` in place of `cron`. */
  | { readonly kind: 'instead'; readonly argument: string; readonly of: string }
  /** The base call in which the value of one argument has a different form. */
  | { readonly kind: 'form'; readonly argument: string; readonly form: ValueForm }
  /** The base call in which the values of many arguments have a different form. */
  | { readonly kind: 'forms'; readonly forms: { readonly [argument: string]: ValueForm } }
  /** A call with all arguments that can be given. */
  | { readonly kind: 'all' }
  /** The base call with an undeclared keyword argument. */
  | { readonly kind: 'unknown-keyword' }
  /** The base call after all other calls. It shows which values of these calls the client has stored. */
  | { readonly kind: 'again' }
  /** The base call. The recorder returns an error or an unusual response to it. */
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
 * How a response differs from the response with all members. `required-only`: objects that have `required` lack their
 * optional members. `nulls`: every member that allows null is null. `more-members`: the response has an undeclared
 * member that the schema allows. `large-integers`: int64 values are beyond 2^53. `enum-2`: every enumeration has its
 * second value, and so on. `without-email`: the outermost object lacks the optional member `email`.
 */
export type ResponseVariation =
  | 'required-only'
  | 'nulls'
  | 'more-members'
  | 'large-integers'
  | `enum-${number}`
  | `without-${string}`;

export type OddAnswer =
  /** `retryAfter`: the response has a Retry-After header with a date. The contract need not declare this header. */
  | { readonly kind: 'error'; readonly status: number; readonly code: string; readonly retryAfter?: 'date' }
  /** A different success response that the contract also declares. */
  | { readonly kind: 'varied'; readonly how: ResponseVariation }
  | { readonly kind: 'not-json'; readonly status: number }
  | { readonly kind: 'empty'; readonly status: number }
  | { readonly kind: 'not-modified' };

/** One call of a method, with the requests that the client sent during the call, and the result for the caller. */
export interface ClientCall {
  readonly kind: 'call';
  readonly id: CallId;
  readonly method: string;
  readonly purpose: CallPurpose;
  /** Arguments as the driver receives them, by parameter path. `options.shipAt` is a member of an options object. */
  readonly arguments: { readonly [path: string]: DriverValue };
  readonly exchanges: readonly ClientExchange[];
  readonly outcome: CallOutcome;
}

export interface ClientExchange {
  readonly request: HttpRequest;
  readonly response: HttpResponse | null;
  /** The operation of the request. Null if no contract has this method and path. */
  readonly operation: OperationId | null;
  /** The time when the request arrived, in milliseconds since 1970. Absent in traces of older versions. */
  readonly at?: number;
  /**
   * The time from the response to the previous request until this request, in milliseconds. Absent for the first
   * request.
   */
  readonly waitedMs?: number;
}

/** A method that could not be called, or whose calls sent no request. */
export interface MethodBlocked {
  readonly kind: 'blocked';
  readonly method: string;
  readonly reason: string;
  /** The method ran and sent no request. This is not a fault, because the method does not belong to the API. */
  readonly local: boolean;
  /** True if the method sends any request that its caller names, such as `read_page(url)`. */
  readonly sendsAny?: true;
}

/** A line which says that the lines of a method before it are complete. */
export interface MethodTraced {
  readonly kind: 'method';
  /**
   * The description of the method. It includes what the trace found out about parameters, if the declaration does not
   * describe them.
   */
  readonly method: MethodDescription;
  /**
   * Addresses to which the client connected during the calls of the method. The address of the recorder and the
   * addresses of the start are left out. Absent: no such connection was seen.
   */
  readonly contacted?: readonly string[];
  /** Arguments that were not examined, because the method has too many arguments. Absent if all were examined. */
  readonly untried?: readonly string[];
  /** True if some enumeration values were not tested in responses, because the responses to the method are large. */
  readonly unplayed?: true;
}

/** What the trace of a method leaves out. */
export interface MethodCut extends Pick<MethodTraced, 'untried' | 'unplayed'> {
  readonly method: string;
  /** Parameters whose types the driver could not describe in full. */
  readonly bounded?: readonly string[];
}

/** The stored data about one method: its calls and the final line, or the reason why there are no calls. */
export type MethodEntry = ClientCall | MethodBlocked | MethodTraced;

interface TraceEnd {
  readonly kind: 'end';
  readonly calls: number;
  readonly interrupted: string | null;
}

/** An address to which the client connected, as `host:port`. It is not the address of the recorder. */
export interface Contact {
  readonly address: string;
  /** The methods during whose calls the client connected to the address. Empty if it connected while it started. */
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
