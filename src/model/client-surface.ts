import type { Place, Spelling } from './contract.ts';
import type { ClientDescription, DriverValue, MethodDescription, Parameter } from './driver.ts';
import type { Json } from './json.ts';
import type { OperationId } from './operation-id.ts';
import type { ClientCall } from './trace.ts';

/** What a trace shows about a client: its methods and what each of them sends. */
export interface ClientSurface {
  readonly client: string;
  readonly profile: string;
  readonly description: ClientDescription;
  /** Methods of the client, sorted by name. */
  readonly methods: readonly MethodReading[];
}

export type MethodReading =
  | { readonly state: 'blocked'; readonly name: string; readonly reason: string }
  /** The method runs without sending a request, so it is not part of the API. */
  | { readonly state: 'local'; readonly name: string; readonly reason: string }
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
  /** Values that are sent although no given argument contains them. */
  readonly constants: readonly Constant[];
  /** Values from earlier calls that the base call still sends when it is repeated after all other calls. */
  readonly kept: readonly KeptValue[];
  /** The arguments about which no call shows anything, because the method has too many arguments. */
  readonly untried: readonly Pick<ArgumentReading, 'path' | 'parameter'>[];
  /** The call with an undeclared keyword argument, if it sent the same request as the base call. */
  readonly swallowed?: ClientCall;
}

export interface KeptValue extends Leaf {
  readonly operation: OperationId | null;
  /** The argument of the earlier call that had this value. */
  readonly argument: string;
  /** The call that shows the value. */
  readonly call: ClientCall;
}

interface SentRequest {
  /** The operation that the request belongs to. Null if no contract describes the request. */
  readonly operation: OperationId | null;
  readonly method: string;
  /** The unparsed request target: path and query. */
  readonly target: string;
}

/** One value in a request. A body member is named by its pointer. A declared list or object in a query is one value. */
export interface Leaf {
  /** Index of the request among the call's exchanges. */
  readonly request: number;
  /**
   * A key that is equal for corresponding requests of different calls. `orders.list#1` is the first request of the operation
   * `orders.list`.
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
   * What happens to the argument. `client-side` means that it configures the client, as `timeout` does, and is no field of the
   * operation.
   */
  readonly state: 'lands' | 'dropped' | 'refused' | 'client-side';
  /** Another argument that must be given too. Otherwise the client does not send this argument. */
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
  /** The place of the whole value. For a list, this is the place of the list, and not of its first item. */
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
  /** The argument that the client sends at this place if a caller gives it. The constant value is then the argument's default. */
  readonly argument: string | null;
  /** Placeholder for a value that differs in every trace, used in snapshots and findings: `<uuid>`, `<time>`, `<token>`. */
  readonly mask?: string;
  /** The argument that must be given so that this value is sent. Null: the value is always sent. */
  readonly when: string | null;
  readonly call: ClientCall;
}
