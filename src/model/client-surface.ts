import type { Place, Spelling } from './contract.ts';
import type { ClientDescription, DriverValue, MethodDescription, Parameter } from './driver.ts';
import type { Json } from './json.ts';
import type { OperationId } from './operation-id.ts';
import type { ClientCall } from './trace.ts';

/** The methods of a client, and what each method sends, computed from a trace. */
export interface ClientSurface {
  readonly client: string;
  readonly profile: string;
  readonly description: ClientDescription;
  readonly methods: readonly MethodReading[];
}

export type MethodReading =
  | { readonly state: 'blocked'; readonly name: string; readonly reason: string }
  /** A method that sends no request, or only requests that the caller chooses. */
  | {
      readonly state: 'local';
      readonly name: string;
      readonly reason: string;
      /** True if the caller chooses which request the method sends, as in `read_page(url)`. */
      readonly sendsAny?: true;
    }
  | SendingMethod;

export interface SendingMethod {
  readonly state: 'sends';
  readonly name: string;
  readonly description: MethodDescription;
  readonly base: ClientCall;
  readonly calls: readonly ClientCall[];
  readonly requests: readonly SentRequest[];
  readonly arguments: readonly ArgumentReading[];
  readonly constants: readonly Constant[];
  /** Values that the client still sends in later calls, although only an earlier call contained them. */
  readonly kept: readonly KeptValue[];
  /** Arguments that were not examined, because the method has too many arguments. */
  readonly untried: readonly Pick<ArgumentReading, 'path' | 'parameter'>[];
  /** A call in which the client ignored an undeclared keyword argument. */
  readonly swallowed?: ClientCall;
}

export interface KeptValue extends Leaf {
  readonly operation: OperationId | null;
  /** The argument that passed the value in the earlier call. */
  readonly argument: string;
  /** The later call in which the client sent the value again. */
  readonly call: ClientCall;
}

interface SentRequest {
  /** The operation is null if no contract describes the request. */
  readonly operation: OperationId | null;
  readonly method: string;
  readonly target: string;
}

/** A value at one place of a request. A declared list or object in a query counts as one value. */
export interface Leaf {
  /** Index of the request in the `exchanges` of the call. */
  readonly request: number;
  /** Name of the request within a call, such as `orders.list#1` for the first `orders.list` request. */
  readonly route: string;
  readonly place: Place;
  readonly value: Json;
}

export interface ArgumentReading {
  /** Path of the argument, such as `ship_at`, or `options.shipAt` for a member of an options object. */
  readonly path: string;
  readonly parameter: Parameter;
  readonly required: boolean;
  /** A `client-side` argument, such as `timeout`, configures the client and is no field of the operation. */
  readonly state: 'lands' | 'dropped' | 'refused' | 'client-side';
  /** Path of a second argument, without which the client does not send this argument. */
  readonly needs?: string;
  readonly reason?: string;
  readonly landings: readonly Landing[];
  readonly call: ClientCall;
}

/** A place in a request at which the client sends the value of an argument. */
export interface Landing {
  readonly request: number;
  readonly operation: OperationId | null;
  /** The place of the value. For a list, this is the place of the whole list, not of one item. */
  readonly place: Place;
  readonly given: DriverValue;
  /** The value that the client sent. Outside a JSON body, every scalar is text. */
  readonly sent: Json;
  /** True if the client sends the value inside a text, as JSON or Base64. */
  readonly encoded?: boolean;
  /** True if every scalar at this place is sent as text. */
  readonly textual?: boolean;
  readonly spelling?: Spelling;
}

/** A request value that no argument of the call provides. */
export interface Constant {
  readonly request: number;
  readonly operation: OperationId | null;
  readonly place: Place;
  readonly value: Json;
  /** The argument that can replace the value, or null if no argument can. */
  readonly argument: string | null;
  /** In a snapshot, `<uuid>`, `<time>` or `<token>` replaces a value that is different in every trace. */
  readonly mask?: string;
  /** The argument that makes the client send the value, or null if the base call also sends the value. */
  readonly when: string | null;
  readonly call: ClientCall;
}
