import type { Behavior } from './behavior.ts';
import type { Position } from './diagnostic.ts';
import type { Method } from './http.ts';
import type { Json, JsonPointer, JsonSchema } from './json.ts';
import type { LintAcknowledgement } from './lint.ts';
import type { OperationId } from './operation-id.ts';
import type { SignatureScheme } from './signature.ts';

export const LOCATIONS = ['path', 'query', 'header', 'cookie', 'body'] as const;
export type Location = (typeof LOCATIONS)[number];

/** Where in a request a value is sent. The name of a nested body field is a JSON pointer (`/schedule/cron`); otherwise it is a top-level key. */
export interface Place {
  readonly location: Location;
  readonly name: string;
}

export const LIFECYCLES = ['proposed', 'shipped', 'deprecated', 'removed'] as const;
export type Lifecycle = (typeof LIFECYCLES)[number];

/** The styles in which lists and objects are written. First those of OpenAPI, then those without a name in OpenAPI: `a[]=1&a[]=2`, `a[0]=1&a[1]=2`, and JSON text. */
// biome-ignore format: OpenAPI's styles are on one line, the others on the next
export const STYLES = [
  'form', 'simple', 'label', 'matrix', 'spaceDelimited', 'pipeDelimited', 'deepObject',
  'brackets', 'indexed', 'json',
] as const;
export type Style = (typeof STYLES)[number];

/** How a list or an object is written outside a JSON body. */
export interface Serialization {
  readonly style: Style;
  /** True if each item has its own pair: `a=1&a=2`, and not `a=1,2`. For an object, true if each member has its own pair. */
  readonly explode: boolean;
}

/** A value that was written in another style than its field declares. */
export interface Spelling {
  /** The value in the declared style, for example `include[]=a&include[]=b`. */
  readonly expected: string;
  readonly observed: string;
}

/** The kinds of bodies that can be read and written. `text` is sent unchanged. */
export const CONTENTS = ['json', 'form', 'multipart', 'text', 'none'] as const;
export type Content = (typeof CONTENTS)[number];

/** The Content-Type of a body if the contract only names its kind. */
export const USUAL_MEDIA: Readonly<Record<Content, readonly string[]>> = {
  json: ['application/json'],
  form: ['application/x-www-form-urlencoded'],
  multipart: ['multipart/form-data'],
  text: ['text/plain'],
  none: [],
};

/** How a boolean is written outside a JSON body. */
export const BOOLEAN_STYLES = ['true-false', '1-0', 'yes-no', 'True-False'] as const;
export type BooleanStyle = (typeof BOOLEAN_STYLES)[number];

export interface Field {
  /** The logical name of the field, which suites use. The name of a nested body field has dots: `schedule.cron`. */
  readonly name: string;
  readonly place: Place;
  readonly schema: JsonSchema;
  readonly required: boolean;
  readonly serialization: Serialization;
  readonly booleanStyle: BooleanStyle;
  /** The value that the server assumes if the field is absent. */
  readonly default?: Json;
  /** If false, a client must leave out the field, and not send its default, unless the caller gives a value. */
  readonly clientDefault?: false;
  /** True if the field is the whole body of the request. */
  readonly whole: boolean;
  /** Profiles that have this field. The list is never empty. */
  readonly profiles: readonly string[];
  readonly lifecycle: Lifecycle;
  /** Nested fields that the contract declares individually, with complete names and places. */
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
  /** The status of the response. For a status class, its first status: 400 for `4XX`. */
  readonly status: number;
  /** The status class, if the response applies to a whole class. It then covers every status of the class that no other response names. */
  readonly statusClass?: StatusClass;
  /** True if the response is declared as `default`, which covers every status that the contract does not name. */
  readonly byDefault?: true;
  readonly profiles: readonly string[];
  /** Error codes that a response with this status may have. Empty for a success. */
  readonly errors: readonly string[];
  /** Schema of the body. `null`: the body must be empty. `undefined`: the body is not declared; an error then has the API's common error format. */
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
  /** True if no file declares the call, and wireparity guessed it from the paths. */
  readonly inferred?: true;
}

/** The operation and the part of its response from which a field's value is taken. */
export interface Link {
  /** The operation to call first to get the value. */
  readonly from: OperationId;
  /** An OpenAPI runtime expression that finds the value in that call: `$response.body#/id`, `$response.header.Location`, `$request.path.slug`. */
  readonly value: string;
  /** True if no file declares the link, and wireparity guessed it from paths, names and responses. */
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
  /** Authentication kinds that the operation accepts, the preferred kind first. Empty: the operation is public. */
  readonly auth: readonly string[];
  /** True if the operation also works without a credential. */
  readonly authOptional?: boolean;
  readonly content: Content;
  /** True if a call without a body violates the contract. If absent, this is so only if a member of the body is required. */
  readonly bodyRequired?: boolean;
  /** Media types of the request body. The first one is sent. Absent: the usual media type for `content`. */
  readonly mediaTypes?: readonly string[];
  readonly fields: readonly Field[];
  /** Conditions that the members of the body must fulfil together, such as `anyOf: [{ required: [a] }, { required: [b] }]`. */
  readonly bodyConditions?: JsonSchema;
  /** How the server treats unknown body fields, for each profile. A profile without an entry declares nothing. */
  readonly unknownBodyFields: { readonly [profile: string]: 'reject' | 'ignore' | 'accept' };
  readonly responses: readonly ResponseSpec[];
  readonly behaviors: readonly Behavior[];
  /** For each field name that other operations use, the pointer to the field's value in this operation's success body. */
  readonly yields: { readonly [field: string]: JsonPointer };
  /** For each field name, the links that provide a value for the field, the best source first. Set when all contracts are loaded. */
  readonly links?: { readonly [field: string]: readonly Link[] };
  /** For each pointer into the success body, the repeated field. `*` is the whole request body; `sha256(…)` is a hash. */
  readonly echoes?: { readonly [pointer: JsonPointer]: string };
  /** The field that makes the server repeat values in its response. Without this field, the response contains none of them. */
  readonly echoOn?: string;
  /** The call that removes the item that a successful call of this operation created. */
  readonly cleanup: CallTemplate | null;
  /** True if the contract says `cleanup: none`, so that wireparity does not guess a clean-up. */
  readonly keepsMade?: true;
  /** Field values of a call that works, for operations whose schemas alone are not enough. May contain references such as `${run.id}`. */
  readonly example: { readonly [field: string]: Json };
  /** Operations that must have succeeded on the same resource before this operation works. */
  readonly after: readonly OperationId[];
  /** True if calling the operation changes nothing that a caller can observe. */
  readonly safe: boolean;
  /** True if repeating the call after a lost response does no harm. */
  readonly retryable: boolean;
  /** True if the operation affects data that the run did not create, such as a rotated key or an account. */
  readonly destructive: boolean;
  /** True if the operation may respond only when something happens, as in a watch or a long poll. */
  readonly waits?: true;
  /** True if the contract says `destructive: false`: calls only affect data that the run created, whatever the method and the path suggest. */
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

/** A note which says that the operations differ on purpose in where they read a field. */
interface Acknowledgement {
  readonly field: string;
  /** For each location, the operations that read the field from this location. */
  readonly places: { readonly [location in Location]?: readonly OperationId[] };
  readonly note: string;
  readonly at: Position;
}

/** A call that creates a new account, and where its response contains the account's credential. */
interface FreshActor {
  readonly call: OperationId;
  readonly with: { readonly [field: string]: Json };
  readonly kind: string;
  /** For each part of the credential, a pointer into the response, for example `{ secret: /api_key }`. */
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
  /** The call that creates an unused account. Null if the API has no such call. */
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
