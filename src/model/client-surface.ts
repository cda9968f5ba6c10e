import type { Place, Spelling } from './contract.ts';
import type { ClientDescription, DriverValue, MethodDescription, Parameter } from './driver.ts';
import type { Json } from './json.ts';
import type { OperationId } from './operation-id.ts';
import type { ClientCall } from './trace.ts';

/** What a trace learned about a client. */
export interface ClientSurface {
  readonly client: string;
  readonly profile: string;
  readonly description: ClientDescription;
  /** Sorted by name. */
  readonly methods: readonly MethodReading[];
}

export type MethodReading =
  | { readonly state: 'blocked'; readonly name: string; readonly reason: string }
  /** It runs without sending anything, so it is not part of the API. */
  | { readonly state: 'local'; readonly name: string; readonly reason: string }
  | SendingMethod;

export interface SendingMethod {
  readonly state: 'sends';
  readonly name: string;
  readonly description: MethodDescription;
  /** The smallest call that sends a request. */
  readonly base: ClientCall;
  readonly calls: readonly ClientCall[];
  /** The requests of the base call, in order. */
  readonly requests: readonly SentRequest[];
  readonly arguments: readonly ArgumentReading[];
  /** Values that are sent although no given argument contains them. */
  readonly constants: readonly Constant[];
  /** Values of earlier calls that the base call still sends when it is repeated after all others. */
  readonly kept: readonly KeptValue[];
  /** The call with an undeclared keyword argument, if it sent the same as the base call. */
  readonly swallowed?: ClientCall;
}

export interface KeptValue extends Leaf {
  readonly operation: OperationId | null;
  /** The argument that an earlier call was given. */
  readonly argument: string;
  /** The call that shows it. */
  readonly call: ClientCall;
}

export interface SentRequest {
  /** null if no contract describes it. */
  readonly operation: OperationId | null;
  readonly method: string;
  /** Unparsed, with its query. */
  readonly target: string;
}

/** One value on the wire. A body member is named by its pointer; a declared list or object in a query is one leaf. */
export interface Leaf {
  /** Index in the call's exchanges. */
  readonly request: number;
  /** Identifies corresponding requests of different calls: `orders.list#1` is the first request of its operation. */
  readonly route: string;
  readonly place: Place;
  readonly value: Json;
}

export interface ArgumentReading {
  /** `ship_at`, or `options.shipAt` for a member of an options object. */
  readonly path: string;
  readonly parameter: Parameter;
  readonly required: boolean;
  /** `client-side`: it configures the client, such as `timeout`, and is not a field of the operation. */
  readonly state: 'lands' | 'dropped' | 'refused' | 'client-side';
  /** It is only sent if this argument is given too. */
  readonly needs?: string;
  /** Why it was rejected. */
  readonly reason?: string;
  readonly landings: readonly Landing[];
  /** The call that shows it. */
  readonly call: ClientCall;
}

/** The place on the wire where an argument arrives. */
export interface Landing {
  readonly request: number;
  readonly operation: OperationId | null;
  /** The place of the whole value, for example of the list and not of its first item. */
  readonly place: Place;
  readonly given: DriverValue;
  /** The value at that place. Outside a JSON body, every scalar is the text that was sent. */
  readonly sent: Json;
  /** The value is contained in a text, as JSON or Base64. */
  readonly encoded?: boolean;
  /** Every scalar at that place is text. */
  readonly textual?: boolean;
  /** Set if the value is not written in the declared style. */
  readonly spelling?: Spelling;
}

/** A value that does not come from any argument of its call. */
export interface Constant {
  readonly request: number;
  readonly operation: OperationId | null;
  readonly place: Place;
  readonly value: Json;
  /** The argument that is sent at this place when it is given; then this value is its default. */
  readonly argument: string | null;
  /** Replaces a value that differs in every trace in snapshots and findings: `<uuid>`, `<time>`, `<token>`. */
  readonly mask?: string;
  /** Only sent if this argument is given; null: always. */
  readonly when: string | null;
  readonly call: ClientCall;
}
