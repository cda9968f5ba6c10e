import type { Place, Spelling } from './contract.ts';
import type { ClientDescription, DriverValue, MethodDescription, Parameter } from './driver.ts';
import type { Json } from './json.ts';
import type { OperationId } from './operation-id.ts';
import type { ClientCall } from './trace.ts';

/** The methods of a client, and what each method sends. A trace shows this. */
export interface ClientSurface {
  readonly client: string;
  readonly profile: string;
  readonly description: ClientDescription;
  /** Methods of the client, sorted by name. */
  readonly methods: readonly MethodReading[];
}

export type MethodReading =
  | { readonly state: 'blocked'; readonly name: string; readonly reason: string }
  /** The method runs without sending a request. The method is therefore not part of the API. */
  | {
      readonly state: 'local';
      readonly name: string;
      readonly reason: string;
      /** True if the method sends any request that its caller names. */
      readonly sendsAny?: true;
    }
  | SendingMethod;

export interface SendingMethod {
  readonly state: 'sends';
  readonly name: string;
  readonly description: MethodDescription;
  /** The smallest call of the method that sends a request. */
  readonly base: ClientCall;
  readonly calls: readonly ClientCall[];
  /** The requests of the base call, in order. */
  readonly requests: readonly SentRequest[];
  readonly arguments: readonly ArgumentReading[];
  /** Values that the client sends although no given argument contains them. */
  readonly constants: readonly Constant[];
  /** Values from earlier calls. They are still sent when the base call is repeated after all other calls. */
  readonly kept: readonly KeptValue[];
  /** The arguments that were not examined, because the method has too many arguments. */
  readonly untried: readonly Pick<ArgumentReading, 'path' | 'parameter'>[];
  /** The call with an undeclared keyword argument. Set only if this call sent the same request as the base call. */
  readonly swallowed?: ClientCall;
}

export interface KeptValue extends Leaf {
  readonly operation: OperationId | null;
  /** The argument that had this value in the earlier call. */
  readonly argument: string;
  /** The call that shows the value. */
  readonly call: ClientCall;
}

interface SentRequest {
  /** The operation of the request. Null if no contract describes the request. */
  readonly operation: OperationId | null;
  readonly method: string;
  /** The unparsed request target: path and query. */
  readonly target: string;
}

/**
 * One value in a request. A member of the body is identified by its pointer. A declared list or object in a query is
 * one value.
 */
export interface Leaf {
  /** Index of the request in the list of the call's exchanges. */
  readonly request: number;
  /**
   * A key of the request. Corresponding requests of different calls have equal keys. `orders.list#1` is the first
   * request of the operation `orders.list`.
   */
  readonly route: string;
  readonly place: Place;
  readonly value: Json;
}

export interface ArgumentReading {
  /** Path of the argument: `ship_at`, or `options.shipAt` for a member of an options object. */
  readonly path: string;
  readonly parameter: Parameter;
  readonly required: boolean;
  /**
   * What happens to the argument. `client-side` means that the argument configures the client, as `timeout` does. Such
   * an argument is not a field of the operation.
   */
  readonly state: 'lands' | 'dropped' | 'refused' | 'client-side';
  /** A second argument that must be given too. If it is absent, the client does not send this argument. */
  readonly needs?: string;
  /** Why the client rejected the argument. */
  readonly reason?: string;
  readonly landings: readonly Landing[];
  /** The call that shows what happens to the argument. */
  readonly call: ClientCall;
}

/** The place in a request where an argument is sent. */
export interface Landing {
  readonly request: number;
  readonly operation: OperationId | null;
  /**
   * The place of the whole value. For a list, this is the place of the list. The place of its first item is a different
   * place.
   */
  readonly place: Place;
  readonly given: DriverValue;
  /** The value that was sent at this place. Outside a JSON body, every scalar is text. */
  readonly sent: Json;
  /** True if the client sends the value inside a text, as JSON or Base64. */
  readonly encoded?: boolean;
  /** True if every scalar at this place is sent as text. */
  readonly textual?: boolean;
  /** Set if the value is not written in the declared style. */
  readonly spelling?: Spelling;
}

/** A value in a request that does not come from an argument of the call. */
export interface Constant {
  readonly request: number;
  readonly operation: OperationId | null;
  readonly place: Place;
  readonly value: Json;
  /**
   * The argument that replaces this value if a caller gives the argument. The constant value is then the default of the
   * argument.
   */
  readonly argument: string | null;
  /**
   * Placeholder for a value that is different in every trace: `<uuid>`, `<time>`, `<token>`. Snapshots and findings
   * contain the placeholder.
   */
  readonly mask?: string;
  /** The client sends the value only if this argument is given. Null if the client always sends the value. */
  readonly when: string | null;
  readonly call: ClientCall;
}
