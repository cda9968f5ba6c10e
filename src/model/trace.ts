import type { CallOutcome, ClientDescription, DriverValue, MethodDescription } from './driver.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import type { OperationId } from './operation-id.ts';

/** Id of a call, such as `<client>/<method>#2` for the second call of a method. */
type CallId = string;

/** The first line of a trace. */
export interface TraceStart {
  readonly kind: 'trace';
  /** In format 3, a call may contain a reference to an earlier call in place of an equal value. */
  readonly format: 1 | 2 | 3;
  readonly tool: string;
  readonly client: string;
  readonly profile: string;
  readonly contracts: string;
  /** The git revision of the client's source, if git knows one. */
  readonly revision: { readonly commit: string; readonly dirty: boolean } | null;
}

interface ClientDescribed {
  readonly kind: 'client';
  readonly description: ClientDescription;
  /** Addresses (`host:port`) to which the client connected at its start, except the address of the recorder. */
  readonly contacted?: readonly string[];
}

/** Why the tracer makes a call. */
export type CallPurpose =
  /** A trial call, to find out which arguments the method needs to send a request. */
  | { readonly kind: 'search' }
  /** The base call. With fewer arguments, the method would send no request. */
  | { readonly kind: 'base' }
  | { readonly kind: 'argument'; readonly argument: string }
  /** The base call with many additional arguments, whose values can be recognised in the request. */
  | { readonly kind: 'together'; readonly arguments: readonly string[] }
  /** The base call with the arguments `argument` and `with`, because `argument` alone had no effect. */
  | { readonly kind: 'pair'; readonly argument: string; readonly with: string }
  /** The base call with `argument` instead of the argument named in `of`, for example with `at` instead of `cron`. */
  | { readonly kind: 'instead'; readonly argument: string; readonly of: string }
  | { readonly kind: 'form'; readonly argument: string; readonly form: ValueForm }
  | { readonly kind: 'forms'; readonly forms: { readonly [argument: string]: ValueForm } }
  /** A call with all arguments that can be given. */
  | { readonly kind: 'all' }
  | { readonly kind: 'unknown-keyword' }
  /** The base call again, to show whether the client still sends values of earlier calls. */
  | { readonly kind: 'again' }
  /** The base call again. This time, the recorder responds with an error or in an unusual way. */
  | { readonly kind: 'answer'; readonly answer: OddAnswer }
  | { readonly kind: 'signature'; readonly vector: string };

const VALUE_FORMS = [
  'aware-datetime',
  'naive-datetime',
  'null',
  'reserved-characters', // a path or query value with `/ ? % # & +` and spaces
  'other-boolean', // the default of a boolean, passed explicitly
  'item', // a list with one item
  'empty-list',
  'empty-map',
  'zero',
  'empty-text',
] as const;
export type ValueForm = (typeof VALUE_FORMS)[number];

/** The full response has all declared members. The recorder also sends responses that differ from it in one of these ways. */
export type ResponseVariation =
  | 'required-only' // objects lack their optional members
  | 'nulls' // every member that allows null is null
  | 'more-members' // there is an undeclared member
  | 'large-integers' // int64 values are beyond 2^53
  | `enum-${number}` // every enumeration has its second value, or a later one
  | `without-${string}`; // the outermost object lacks this member

export type OddAnswer =
  /** With `retryAfter`, the response has a Retry-After header even if the contract declares none. */
  | { readonly kind: 'error'; readonly status: number; readonly code: string; readonly retryAfter?: 'date' }
  /** A success response that the contract allows, but that differs from the usual response. */
  | { readonly kind: 'varied'; readonly how: ResponseVariation }
  | { readonly kind: 'not-json'; readonly status: number }
  | { readonly kind: 'empty'; readonly status: number }
  | { readonly kind: 'not-modified' };

export interface ClientCall {
  readonly kind: 'call';
  readonly id: CallId;
  readonly method: string;
  readonly purpose: CallPurpose;
  /** Arguments as the driver receives them, by path, such as `options.shipAt` for a member of an object. */
  readonly arguments: { readonly [path: string]: DriverValue };
  readonly exchanges: readonly ClientExchange[];
  readonly outcome: CallOutcome;
}

export interface ClientExchange {
  readonly request: HttpRequest;
  readonly response: HttpResponse | null;
  /** The operation is null if no contract has this method and path. */
  readonly operation: OperationId | null;
  /** When the request arrived, in milliseconds since 1970. */
  readonly at?: number;
  /** Milliseconds since the response to the previous request, if there was one. */
  readonly waitedMs?: number;
}

/** A method that could not be called, or whose calls sent no request. */
export interface MethodBlocked {
  readonly kind: 'blocked';
  readonly method: string;
  readonly reason: string;
  /** True if the method ran without sending a request. This is not a fault. */
  readonly local: boolean;
  readonly sendsAny?: true;
}

/** The line after the last call of a method. This line shows that the trace of the method is complete. */
export interface MethodTraced {
  readonly kind: 'method';
  readonly method: MethodDescription;
  /** Addresses to which the client connected during calls of the method, but not while the client started. */
  readonly contacted?: readonly string[];
  /** Arguments that were not examined, because the method has too many arguments. */
  readonly untried?: readonly string[];
  /** True if some enumeration values were not tested, because responses to the method are large. */
  readonly unplayed?: true;
}

export interface MethodCut extends Pick<MethodTraced, 'untried' | 'unplayed'> {
  readonly method: string;
  readonly bounded?: readonly string[];
}

export type MethodEntry = ClientCall | MethodBlocked | MethodTraced;

interface TraceEnd {
  readonly kind: 'end';
  readonly calls: number;
  readonly interrupted: string | null;
}

/** An address (`host:port`) to which the client connected, but not the address of the recorder. */
export interface Contact {
  readonly address: string;
  /** The methods that connected to the address, or none if the client connected before any call. */
  readonly methods: readonly string[];
}

export type TraceEntry = TraceStart | ClientDescribed | MethodEntry | TraceEnd;

export interface Trace {
  readonly start: TraceStart;
  readonly description: ClientDescription;
  readonly calls: readonly ClientCall[];
  readonly blocked: readonly MethodBlocked[];
  readonly contacts: readonly Contact[];
  readonly cuts: readonly MethodCut[];
  readonly end: TraceEnd | null;
}
