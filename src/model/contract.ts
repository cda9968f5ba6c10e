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

/** The place of a value in a request. For a nested body field, `name` is a JSON pointer (`/schedule/cron`). */
export interface Place {
  readonly location: Location;
  readonly name: string;
}

export const LIFECYCLES = ['proposed', 'shipped', 'deprecated', 'removed'] as const;
export type Lifecycle = (typeof LIFECYCLES)[number];

/** The styles of lists and objects. The styles `brackets`, `indexed` and `json` are not in OpenAPI. */
// biome-ignore format: the styles of OpenAPI are on one line, all other styles are on the next line
export const STYLES = [
  'form', 'simple', 'label', 'matrix', 'spaceDelimited', 'pipeDelimited', 'deepObject',
  'brackets', 'indexed', 'json',
] as const;
export type Style = (typeof STYLES)[number];

/** How a list or an object is written outside a JSON body. */
export interface Serialization {
  readonly style: Style;
  /** True if each item or member has a separate pair, as in `a=1&a=2`, not `a=1,2`. */
  readonly explode: boolean;
}

/** A value that a client did not write in the declared style. */
export interface Spelling {
  /** The value in the declared style, for example `include[]=a&include[]=b`. */
  readonly expected: string;
  readonly observed: string;
}

/** How a boolean is written outside a JSON body. */
export const BOOLEAN_STYLES = ['true-false', '1-0', 'yes-no', 'True-False'] as const;
export type BooleanStyle = (typeof BOOLEAN_STYLES)[number];

export interface Field {
  /** The name that suites use, with dots for a nested body field (`schedule.cron`). */
  readonly name: string;
  readonly place: Place;
  readonly schema: JsonSchema;
  readonly required: boolean;
  readonly serialization: Serialization;
  readonly booleanStyle: BooleanStyle;
  readonly default?: Json;
  /** False if a client must leave out the field, instead of sending the default, when the caller gives no value. */
  readonly clientDefault?: false;
  readonly whole: boolean;
  readonly profiles: readonly string[];
  readonly lifecycle: Lifecycle;
  /** Nested fields that the contract declares individually, with complete names such as `schedule.cron`. */
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

export type StatusClass = '1XX' | '2XX' | '3XX' | '4XX' | '5XX';

export interface ResponseSpec {
  /** The status of the response, or the first status of a class (400 for `4XX`). */
  readonly status: number;
  /** The class, such as `4XX`, if the response applies to every undeclared status of this class. */
  readonly statusClass?: StatusClass;
  /** True for a response that is declared as `default`. Such a response applies to every undeclared status. */
  readonly byDefault?: true;
  readonly profiles: readonly string[];
  /** Error codes that the response may contain. The list is empty for a success. */
  readonly errors: readonly string[];
  /** Schema of the body, null for no body, or undefined if the contract declares no schema. */
  readonly body: JsonSchema | null | undefined;
  readonly contentType: string;
  readonly headers: readonly ResponseHeader[];
  /** `common` if the response is declared once for several operations. */
  readonly origin: 'operation' | 'common';
  readonly at: Position;
}

/** A call of an operation. The field values may contain `${...}`. */
export interface CallTemplate {
  readonly call: OperationId;
  readonly with: { readonly [field: string]: Json };
  /** True if wireparity guessed the call from the paths, because no file declares it. */
  readonly inferred?: true;
}

/** A response or request of the operation `from` that can provide the value of a field. */
export interface Link {
  readonly from: OperationId;
  /** An OpenAPI runtime expression, such as `$response.body#/id` or `$request.path.slug`. */
  readonly value: string;
  /** True if wireparity guessed the link from paths, names and responses, because no file declares it. */
  readonly inferred?: true;
}

export interface Contract {
  readonly id: OperationId;
  readonly resource: string;
  readonly verb: string;
  readonly summary: string;
  readonly method: Method;
  readonly path: string;
  /** Query pairs, such as `beta=true`, by which operations with equal paths can be distinguished. */
  readonly fixedQuery?: string;
  readonly lifecycle: Lifecycle;
  readonly profiles: readonly string[];
  /** Accepted authentication kinds, the preferred kind first, or none for a public operation. */
  readonly auth: readonly string[];
  readonly authOptional?: boolean;
  readonly content: Content;
  /** True if a call needs a body, by default if a member of the body is required. */
  readonly bodyRequired?: boolean;
  /** Media types of the request body. A call uses the first type that is not a range such as `image/*`. */
  readonly mediaTypes?: readonly string[];
  /** Accepted media types whose fields the contract does not declare. */
  readonly otherMedia?: readonly string[];
  readonly fields: readonly Field[];
  /** Conditions on several members of the body, such as `anyOf: [{ required: [a] }, { required: [b] }]`. */
  readonly bodyConditions?: JsonSchema;
  /** How the server treats unknown body fields, by profile. */
  readonly unknownBodyFields: { readonly [profile: string]: 'reject' | 'ignore' | 'accept' };
  readonly responses: readonly ResponseSpec[];
  readonly behaviors: readonly Behavior[];
  /** Values for fields of other operations: for each field name, a pointer into the success body of this operation. */
  readonly yields: { readonly [field: string]: JsonPointer };
  /** For each field, the links that provide a value, the best link first. */
  readonly links?: { readonly [field: string]: readonly Link[] };
  /** Request values that a success response must repeat, by pointer into the response. */
  readonly echoes?: { readonly [pointer: JsonPointer]: string };
  /** The response contains the repeated values only if the request contains this field. */
  readonly echoOn?: string;
  readonly cleanup: CallTemplate | null;
  /** True if the contract contains `cleanup: none`. In this case, wireparity guesses no clean-up. */
  readonly keepsMade?: true;
  /** Field values of a successful call. The values may contain references such as `${run.id}`. */
  readonly example: { readonly [field: string]: Json };
  /** Operations that must first succeed on the same resource. */
  readonly after: readonly OperationId[];
  /** True if the operation changes nothing that a caller can observe. */
  readonly safe: boolean;
  /** True if a caller that gets no response can safely repeat the call. */
  readonly retryable: boolean;
  /** True if the operation affects data that the run did not create, such as a rotated key or an account. */
  readonly destructive: boolean;
  /** True if the operation may wait for an event before it responds, as in a long poll. */
  readonly waits?: true;
  /** True if the contract contains `destructive: false`, because calls affect only data that the run created. */
  readonly harmless?: boolean;
  readonly since?: string;
  readonly note?: string;
  /** What the OpenAPI document says but the contract cannot express. These parts are not tested. */
  readonly partial?: readonly string[];
  readonly at: Position;
}

/** What an authentication scheme adds to a request, such as a header with `${secret}`. */
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

/** A statement that the location of `field` differs between operations on purpose. */
interface Acknowledgement {
  readonly field: string;
  /** For each location, the operations that read the field there. */
  readonly places: { readonly [location in Location]?: readonly OperationId[] };
  readonly note: string;
  readonly at: Position;
}

/** A call that creates a new account, and returns the credential of the account. */
interface FreshActor {
  readonly call: OperationId;
  readonly with: { readonly [field: string]: Json };
  readonly kind: string;
  /** For each part of the credential, a pointer into the response, such as `{ secret: /api_key }`. */
  readonly credential: { readonly [part: string]: JsonPointer };
}

/** The declarations in `contracts/api.yaml`. They apply to every operation. */
export interface Api {
  readonly name: string;
  readonly profiles: readonly string[];
  readonly auth: { readonly [name: string]: AuthScheme };
  readonly envelope: ErrorEnvelope | null;
  readonly unknownRoute: readonly { readonly status: number; readonly code?: string }[];
  readonly freshActor: FreshActor | null;
  readonly secrets: { readonly patterns: readonly string[]; readonly fields: readonly string[] };
  readonly acknowledged: readonly Acknowledgement[];
  readonly lint: readonly (LintAcknowledgement & { readonly at: Position })[];
}

/** All files in `contracts/`, with references resolved. */
export interface ContractSet {
  readonly api: Api;
  readonly operations: ReadonlyMap<OperationId, Contract>;
  readonly schemas: ReadonlyMap<string, JsonSchema>;
  /** The schemes in `contracts/signatures.yaml`, if webhook deliveries are signed. */
  readonly signatures?: readonly SignatureScheme[];
  /** SHA-256 of the contract files, in hexadecimal. */
  readonly hash: string;
}
