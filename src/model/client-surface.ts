import type { Place, Spelling } from './contract.ts';
import type { ClientDescription, DriverValue, MethodDescription, Parameter } from './driver.ts';
import type { Json } from './json.ts';
import type { OperationId } from './operation-id.ts';
import type { ClientCall } from './trace.ts';

/** What a trace taught about a client. */
export interface ClientSurface {
  readonly client: string;
  readonly profile: string;
  readonly description: ClientDescription;
  /** Sorted by name. */
  readonly methods: readonly MethodReading[];
}

export type MethodReading =
  | { readonly state: 'blocked'; readonly name: string; readonly reason: string }
  /** It runs and sends nothing: no part of the API. */
  | { readonly state: 'local'; readonly name: string; readonly reason: string }
  | SendingMethod;

export interface SendingMethod {
  readonly state: 'sends';
  readonly name: string;
  readonly description: MethodDescription;
  /** The smallest call that sends. */
  readonly base: ClientCall;
  readonly calls: readonly ClientCall[];
  /** What the base call sent, in order. */
  readonly requests: readonly SentRequest[];
  readonly arguments: readonly ArgumentReading[];
  /** What is sent and comes from no argument that was given. */
  readonly constants: readonly Constant[];
  /** What the base sends when it is called again after all others, and only an earlier call was given. */
  readonly kept: readonly KeptValue[];
  /** The call that was given a keyword which nobody declares, if it sent the same as the base. */
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
  /** null: no contract knows it. */
  readonly operation: OperationId | null;
  readonly method: string;
  /** Raw, with its query. */
  readonly target: string;
}

/** One value on the wire. A body member's name is its pointer; a declared list or object of a query is one leaf. */
export interface Leaf {
  /** Position in the call's exchanges. */
  readonly request: number;
  /** What the request has in common with that of another call: `orders.list#1`, the first of its operation. */
  readonly route: string;
  readonly place: Place;
  readonly value: Json;
}

export interface ArgumentReading {
  /** `ship_at`; `options.shipAt` for a member of an options object. */
  readonly path: string;
  readonly parameter: Parameter;
  readonly required: boolean;
  /** `client-side`: it tells the client how to work, such as `timeout`, and is no field of the operation. */
  readonly state: 'lands' | 'dropped' | 'refused' | 'client-side';
  /** It only arrives when this argument is given too. */
  readonly needs?: string;
  /** Why it was refused. */
  readonly reason?: string;
  readonly landings: readonly Landing[];
  /** The call that shows it. */
  readonly call: ClientCall;
}

/** Where an argument arrives. */
export interface Landing {
  readonly request: number;
  readonly operation: OperationId | null;
  /** Of the whole value: the list, not its first item. */
  readonly place: Place;
  readonly given: DriverValue;
  /** What stands there. Outside a JSON body every scalar is the text that was sent. */
  readonly sent: Json;
  /** A text that holds the value among others as JSON, or as Base64. */
  readonly encoded?: boolean;
  /** Everything is text there. */
  readonly textual?: boolean;
  /** It is not written in the style that the contract declares. */
  readonly spelling?: Spelling;
}

/** A value that no argument of its call explains. */
export interface Constant {
  readonly request: number;
  readonly operation: OperationId | null;
  readonly place: Place;
  readonly value: Json;
  /** The argument that lands there when it is given: then this is its default. */
  readonly argument: string | null;
  /** As a snapshot and a finding show it, where the value is another one in every trace: `<uuid>`, `<time>`, `<token>`. */
  readonly mask?: string;
  /** Sent only when this argument is given; null: always. */
  readonly when: string | null;
  readonly call: ClientCall;
}
