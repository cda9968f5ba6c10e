import type { Behavior } from './behavior.ts';
import type { Position } from './diagnostic.ts';
import type { Method } from './http.ts';
import type { Json, JsonPointer, JsonSchema } from './json.ts';
import type { LintAcknowledgement } from './lint.ts';
import type { OperationId } from './operation-id.ts';
import type { SignatureScheme } from './signature.ts';

export const LOCATIONS = ['path', 'query', 'header', 'cookie', 'body'] as const;
export type Location = (typeof LOCATIONS)[number];

/** Where a value travels. For a body field, `name` is a JSON pointer if nested (`/schedule/cron`), otherwise a top-level key. */
export interface Place {
  readonly location: Location;
  readonly name: string;
}

export const LIFECYCLES = ['proposed', 'shipped', 'deprecated', 'removed'] as const;
export type Lifecycle = (typeof LIFECYCLES)[number];

/** The styles of OpenAPI, followed by those that it has no name for: `a[]=1&a[]=2`, `a[0]=1&a[1]=2`, and JSON text. */
// biome-ignore format: one line for OpenAPI's, one for the others
export const STYLES = [
  'form', 'simple', 'label', 'matrix', 'spaceDelimited', 'pipeDelimited', 'deepObject',
  'brackets', 'indexed', 'json',
] as const;
export type Style = (typeof STYLES)[number];

/** How a list or an object is written outside a JSON body. */
export interface Serialization {
  readonly style: Style;
  /** `a=1&a=2` instead of `a=1,2`; for an object, one pair per member. */
  readonly explode: boolean;
}

/** A value written in another style than its field declares. */
export interface Spelling {
  /** The declared style: `include[]=a&include[]=b`. */
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
  /** The logical name, which suites use. A nested body field is `schedule.cron`. */
  readonly name: string;
  readonly place: Place;
  readonly schema: JsonSchema;
  readonly required: boolean;
  readonly serialization: Serialization;
  readonly booleanStyle: BooleanStyle;
  /** The value that the server assumes if the field is absent. */
  readonly default?: Json;
  /** false: a client must omit the field unless its caller gives a value, even if the client would send the default. */
  readonly clientDefault?: false;
  /** The field is the whole body of the request. */
  readonly whole: boolean;
  /** Profiles that have this field; never empty. */
  readonly profiles: readonly string[];
  readonly lifecycle: Lifecycle;
  /** Nested fields, if the contract declares them individually. Their names and places are complete. */
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

/** All statuses with the same first digit, in OpenAPI's notation. */
export type StatusClass = '1XX' | '2XX' | '3XX' | '4XX' | '5XX';

export interface ResponseSpec {
  /** For a class, its first status: 400 for `4XX`. */
  readonly status: number;
  /** If set, the response applies to every status of the class that no other response names. */
  readonly statusClass?: StatusClass;
  /** It comes from `default`, which covers every status that the contract does not name. */
  readonly byDefault?: true;
  readonly profiles: readonly string[];
  /** Error codes that this status may have; empty for a success. */
  readonly errors: readonly string[];
  /** `null`: the body must be empty. `undefined`: not declared; errors then have the common envelope. */
  readonly body: JsonSchema | null | undefined;
  readonly contentType: string;
  readonly headers: readonly ResponseHeader[];
  /** Common responses apply only to operations that match their `when`. */
  readonly origin: 'operation' | 'common';
  readonly at: Position;
}

/** A call of another operation, with field values that may contain `${...}`. */
export interface CallTemplate {
  readonly call: OperationId;
  readonly with: { readonly [field: string]: Json };
  /** Not declared in any file; inferred from the paths. */
  readonly inferred?: true;
}

/** Where a field's value comes from. */
export interface Link {
  /** The operation to call first. */
  readonly from: OperationId;
  /** An OpenAPI runtime expression for that call: `$response.body#/id`, `$response.header.Location`, `$request.path.slug`. */
  readonly value: string;
  /** Not declared in any file; inferred from paths, names and responses. */
  readonly inferred?: true;
}

export interface Contract {
  readonly id: OperationId;
  readonly resource: string;
  readonly verb: string;
  readonly summary: string;
  readonly method: Method;
  /** Path template with `{name}` parameters, such as `/v1/orders/{order_id}/ship`. */
  readonly path: string;
  readonly lifecycle: Lifecycle;
  readonly profiles: readonly string[];
  /** Authentication kinds that the operation accepts, preferred first. Empty: public. */
  readonly auth: readonly string[];
  /** The operation also works without a credential. */
  readonly authOptional?: boolean;
  readonly content: Content;
  /** Whether a call without a body violates the contract; absent: only if a member is required. */
  readonly bodyRequired?: boolean;
  /** Media types of the request body, the one to send first. Absent: the usual one for `content`. */
  readonly mediaTypes?: readonly string[];
  readonly fields: readonly Field[];
  /** What the members of the body must satisfy together, such as `anyOf: [{ required: [a] }, { required: [b] }]`. */
  readonly bodyConditions?: JsonSchema;
  /** Per profile: how the server treats unknown body fields. Absent for a profile: not declared. */
  readonly unknownBodyFields: { readonly [profile: string]: 'reject' | 'ignore' | 'accept' };
  readonly responses: readonly ResponseSpec[];
  readonly behaviors: readonly Behavior[];
  /** Field name of other operations → pointer into this operation's success body. */
  readonly yields: { readonly [field: string]: JsonPointer };
  /** Field → where its value comes from, best source first. Set when all contracts are loaded. */
  readonly links?: { readonly [field: string]: readonly Link[] };
  /** Pointer into the success body → the field that it repeats, `*` for the whole body, or `sha256(…)` of either. */
  readonly echoes?: { readonly [pointer: JsonPointer]: string };
  /** The field that requests the echoes; without it, the response contains none. */
  readonly echoOn?: string;
  /** The call that removes what a successful call created. */
  readonly cleanup: CallTemplate | null;
  /** The contract says `cleanup: none`, so nothing is inferred. */
  readonly keepsMade?: true;
  /** Values of a call that works, where the schemas alone are not enough. May contain `${run.id}` and similar references. */
  readonly example: { readonly [field: string]: Json };
  /** Operations that must have succeeded on the same resource before this one works. */
  readonly after: readonly OperationId[];
  /** Calling it changes nothing that a caller can observe. */
  readonly safe: boolean;
  /** Repeating it after a lost response does no harm. */
  readonly retryable: boolean;
  /** It affects things that the run did not create: a rotated key, an account. */
  readonly destructive: boolean;
  /** It may respond only when something happens: a watch, or a long poll. */
  readonly waits?: true;
  /** The contract says `destructive: false`: calls only affect what the run created, whatever method and path suggest. */
  readonly harmless?: boolean;
  readonly since?: string;
  readonly note?: string;
  /** Statements of the OpenAPI document that this contract cannot express and that are therefore not examined. */
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

/** A note that a feature deliberately has different locations in different operations. */
export interface Acknowledgement {
  readonly field: string;
  /** Location → the operations in which the field has it. */
  readonly places: { readonly [location in Location]?: readonly OperationId[] };
  readonly note: string;
  readonly at: Position;
}

/** A call that creates an account, and the credential in its response. */
export interface FreshActor {
  readonly call: OperationId;
  readonly with: { readonly [field: string]: Json };
  readonly kind: string;
  /** Part → pointer into the response: `{ secret: /api_key }`. */
  readonly credential: { readonly [part: string]: JsonPointer };
}

/** Declarations that apply to every operation: `contracts/api.yaml`. */
export interface Api {
  readonly name: string;
  readonly profiles: readonly string[];
  readonly auth: { readonly [name: string]: AuthScheme };
  readonly envelope: ErrorEnvelope | null;
  /** The response for a route that does not exist. */
  readonly unknownRoute: readonly { readonly status: number; readonly code?: string }[];
  /** How to create an unused actor; null if there is no way. */
  readonly freshActor: FreshActor | null;
  readonly secrets: { readonly patterns: readonly string[]; readonly fields: readonly string[] };
  readonly acknowledged: readonly Acknowledgement[];
  /** Known differences between operations. */
  readonly lint: readonly (LintAcknowledgement & { readonly at: Position })[];
}

/** Everything in `contracts/`, with references resolved. */
export interface ContractSet {
  readonly api: Api;
  readonly operations: ReadonlyMap<OperationId, Contract>;
  /** Absolute schema id → schema. */
  readonly schemas: ReadonlyMap<string, JsonSchema>;
  /** How deliveries are signed: `contracts/signatures.yaml`. Absent: they are not signed. */
  readonly signatures?: readonly SignatureScheme[];
  /** SHA-256 of the sources, as hex. */
  readonly hash: string;
}
