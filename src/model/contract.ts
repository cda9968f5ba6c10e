import type { Behavior } from './behavior.ts';
import type { Content } from './content.ts';
import type { Position } from './diagnostic.ts';
import type { Method } from './http.ts';
import type { Json, JsonPointer, JsonSchema } from './json.ts';
import type { LintAcknowledgement } from './lint.ts';
import type { OperationId } from './operation-id.ts';
import type { SignatureScheme } from './signature.ts';

export const LOCATIONS = ['path', 'query', 'header', 'cookie', 'body'] as const;
export type Location = (typeof LOCATIONS)[number];

/** The place of a value in a request. `name` is a JSON pointer for a nested body field (`/schedule/cron`), else a top-level key. */
export interface Place {
  readonly location: Location;
  readonly name: string;
}

export const LIFECYCLES = ['proposed', 'shipped', 'deprecated', 'removed'] as const;
export type Lifecycle = (typeof LIFECYCLES)[number];

/** The styles of lists and objects. OpenAPI has no names for the last three: `a[]=1&a[]=2`, `a[0]=1&a[1]=2`, JSON text. */
// biome-ignore format: OpenAPI's styles are on one line, the others on the next
export const STYLES = [
  'form', 'simple', 'label', 'matrix', 'spaceDelimited', 'pipeDelimited', 'deepObject',
  'brackets', 'indexed', 'json',
] as const;
export type Style = (typeof STYLES)[number];

/** How a list or an object is written outside a JSON body. */
export interface Serialization {
  readonly style: Style;
  /** True if each list item has a separate pair: `a=1&a=2`, not `a=1,2`. For an object: if each member has a separate pair. */
  readonly explode: boolean;
}

/** A value that was written in a style which its field does not declare. */
export interface Spelling {
  /** The value in the declared style, for example `include[]=a&include[]=b`. */
  readonly expected: string;
  readonly observed: string;
}

/** How a boolean is written outside a JSON body. */
export const BOOLEAN_STYLES = ['true-false', '1-0', 'yes-no', 'True-False'] as const;
export type BooleanStyle = (typeof BOOLEAN_STYLES)[number];

export interface Field {
  /** The logical name of the field. Suites use this name. For a nested body field, it has dots: `schedule.cron`. */
  readonly name: string;
  readonly place: Place;
  readonly schema: JsonSchema;
  readonly required: boolean;
  readonly serialization: Serialization;
  readonly booleanStyle: BooleanStyle;
  /** The value that the server assumes if the field is absent. */
  readonly default?: Json;
  /** False: if the caller gives no value, a client must leave out the field and must not send the default. */
  readonly clientDefault?: false;
  /** True if the field is the whole body of the request. */
  readonly whole: boolean;
  /** Profiles that have this field. The list is never empty. */
  readonly profiles: readonly string[];
  readonly lifecycle: Lifecycle;
  /** Nested fields that the contract declares individually. Their names and places are complete. */
  readonly fields: readonly Field[];
  readonly since?: string;
  readonly note?: string;
  readonly at: Position;
}

export interface ResponseHeader {
  readonly name: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
  readonly profiles: readonly string[];
}

/** All statuses with the same first digit, in OpenAPI's notation, for example `4XX`. */
export type StatusClass = '1XX' | '2XX' | '3XX' | '4XX' | '5XX';

export interface ResponseSpec {
  /** The status of the response. A status class has its first status: 400 for `4XX`. */
  readonly status: number;
  /** Set if the response applies to a status class: to all statuses of the class for which no other response is declared. */
  readonly statusClass?: StatusClass;
  /** True for a response declared as `default`. It applies to every status that the contract does not declare. */
  readonly byDefault?: true;
  readonly profiles: readonly string[];
  /** Error codes that a response with this status may have. Empty for a success. */
  readonly errors: readonly string[];
  /** Schema of the body. `null`: it must be empty. `undefined`: undeclared; an error must then have the common error format. */
  readonly body: JsonSchema | null | undefined;
  readonly contentType: string;
  readonly headers: readonly ResponseHeader[];
  /** Where the response is declared. A common response applies only to operations that match its `when`. */
  readonly origin: 'operation' | 'common';
  readonly at: Position;
}

/** A call of another operation. Its field values may contain `${...}`. */
export interface CallTemplate {
  readonly call: OperationId;
  readonly with: { readonly [field: string]: Json };
  /** True if no file declares the call. wireparity then guessed the call from the paths. */
  readonly inferred?: true;
}

/** The source of a field's value: an operation, and the part of its response that contains the value. */
export interface Link {
  /** The operation to call first to get the value. */
  readonly from: OperationId;
  /** An OpenAPI runtime expression for the value: `$response.body#/id`, `$response.header.Location`, `$request.path.slug`. */
  readonly value: string;
  /** True if no file declares the link. wireparity then guessed the link from paths, names and responses. */
  readonly inferred?: true;
}

export interface Contract {
  readonly id: OperationId;
  readonly resource: string;
  readonly verb: string;
  readonly summary: string;
  readonly method: Method;
  /** Path template. Parameters are in braces, for example `/v1/orders/{order_id}/ship`. */
  readonly path: string;
  /** Query pairs of every request of the operation, as they are written: `beta=true`. They tell it from other operations with the same path. */
  readonly fixedQuery?: string;
  readonly lifecycle: Lifecycle;
  readonly profiles: readonly string[];
  /** Authentication kinds that the operation accepts. The preferred kind comes first. Empty: the operation is public. */
  readonly auth: readonly string[];
  /** True if the operation also works without a credential. */
  readonly authOptional?: boolean;
  readonly content: Content;
  /** True if a call without a body violates the contract. Absent: it does so only if a member of the body is required. */
  readonly bodyRequired?: boolean;
  /** Media types of the request body. Calls use the first one. Absent: the usual media type for `content`. */
  readonly mediaTypes?: readonly string[];
  /** Media types that the operation accepts too, with fields that the contract does not declare. Such a body is not examined. */
  readonly otherMedia?: readonly string[];
  readonly fields: readonly Field[];
  /** Conditions that the members of the body must fulfil together, such as `anyOf: [{ required: [a] }, { required: [b] }]`. */
  readonly bodyConditions?: JsonSchema;
  /** How the server treats unknown body fields, for each profile. A profile without an entry declares nothing. */
  readonly unknownBodyFields: { readonly [profile: string]: 'reject' | 'ignore' | 'accept' };
  readonly responses: readonly ResponseSpec[];
  readonly behaviors: readonly Behavior[];
  /** For each field that other operations use: a pointer to its value in the success body of this operation. */
  readonly yields: { readonly [field: string]: JsonPointer };
  /** For each field name, the links that provide a value, the best link first. Known when all contracts are loaded. */
  readonly links?: { readonly [field: string]: readonly Link[] };
  /** For each pointer into the success body, the request field that it repeats. `*`: the whole body. `sha256(…)`: a hash. */
  readonly echoes?: { readonly [pointer: JsonPointer]: string };
  /** The field that makes the server repeat values in its response. Without this field, the response repeats no value. */
  readonly echoOn?: string;
  /** The call that removes the created item after a successful call of this operation. */
  readonly cleanup: CallTemplate | null;
  /** True if the contract contains `cleanup: none`. wireparity then guesses no clean-up. */
  readonly keepsMade?: true;
  /** Field values of a call that works, if schemas alone are not enough. May contain references such as `${run.id}`. */
  readonly example: { readonly [field: string]: Json };
  /** Operations that must have succeeded on the same resource before this operation works. */
  readonly after: readonly OperationId[];
  /** True if calling the operation changes nothing that a caller can observe. */
  readonly safe: boolean;
  /** True if a caller that lost the response may repeat the call without harm. */
  readonly retryable: boolean;
  /** True if the operation affects data that the run did not create, such as a rotated key or an account. */
  readonly destructive: boolean;
  /** True if the operation may respond only when something happens, as in a watch or a long poll. */
  readonly waits?: true;
  /** True if the contract contains `destructive: false`. Calls then affect only data that the run created. */
  readonly harmless?: boolean;
  readonly since?: string;
  readonly note?: string;
  /** Statements of the OpenAPI document that this contract cannot express. They are therefore not tested. */
  readonly partial?: readonly string[];
  readonly at: Position;
}

/** What an authentication scheme adds to a request. Values may contain `${secret}` and other parts of the credential. */
export interface AuthScheme {
  readonly name: string;
  readonly headers: { readonly [name: string]: string };
  readonly query: { readonly [name: string]: string };
  readonly cookies: { readonly [name: string]: string };
}

export interface ErrorEnvelope {
  readonly code: JsonPointer;
  readonly message: JsonPointer;
  readonly body: JsonSchema;
}

/** A note which says that operations read a field from different locations on purpose. */
interface Acknowledgement {
  readonly field: string;
  /** For each location, the operations that read the field from this location. */
  readonly places: { readonly [location in Location]?: readonly OperationId[] };
  readonly note: string;
  readonly at: Position;
}

/** A call that creates a new account. Its response contains the credential of the account. */
interface FreshActor {
  readonly call: OperationId;
  readonly with: { readonly [field: string]: Json };
  readonly kind: string;
  /** For each part of the credential, a pointer into the response of the call, for example `{ secret: /api_key }`. */
  readonly credential: { readonly [part: string]: JsonPointer };
}

/** Declarations that apply to every operation: `contracts/api.yaml`. */
export interface Api {
  readonly name: string;
  readonly profiles: readonly string[];
  readonly auth: { readonly [name: string]: AuthScheme };
  readonly envelope: ErrorEnvelope | null;
  /** The response of the server to a route that does not exist. */
  readonly unknownRoute: readonly { readonly status: number; readonly code?: string }[];
  /** The call that creates a new account for a run. Null if the API has no such call. */
  readonly freshActor: FreshActor | null;
  readonly secrets: { readonly patterns: readonly string[]; readonly fields: readonly string[] };
  readonly acknowledged: readonly Acknowledgement[];
  /** Accepted inconsistencies between operations. */
  readonly lint: readonly (LintAcknowledgement & { readonly at: Position })[];
}

/** All files in `contracts/`, with references resolved. */
export interface ContractSet {
  readonly api: Api;
  readonly operations: ReadonlyMap<OperationId, Contract>;
  /** The schemas by their absolute ids. */
  readonly schemas: ReadonlyMap<string, JsonSchema>;
  /** How webhook deliveries are signed, from `contracts/signatures.yaml`. Absent: deliveries are not signed. */
  readonly signatures?: readonly SignatureScheme[];
  /** SHA-256 of the contract files, in hexadecimal. */
  readonly hash: string;
}
