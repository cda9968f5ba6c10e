import type { Behavior } from './behavior.ts';
import type { Position } from './diagnostic.ts';
import type { Method } from './http.ts';
import type { Json, JsonPointer, JsonSchema } from './json.ts';
import type { LintAcknowledgement } from './lint.ts';
import type { OperationId } from './operation-id.ts';
import type { SignatureScheme } from './signature.ts';

export const LOCATIONS = ['path', 'query', 'header', 'cookie', 'body'] as const;
export type Location = (typeof LOCATIONS)[number];

/** Where a value travels. For a body field, `name` is a JSON pointer when nested (`/schedule/cron`), else a top-level key. */
export interface Place {
  readonly location: Location;
  readonly name: string;
}

export const LIFECYCLES = ['proposed', 'shipped', 'deprecated', 'removed'] as const;
export type Lifecycle = (typeof LIFECYCLES)[number];

/** OpenAPI's styles, and those that OpenAPI has no word for: `a[]=1&a[]=2`, `a[0]=1&a[1]=2`, and JSON text. */
// biome-ignore format: one line for OpenAPI's, one for the others
export const STYLES = [
  'form', 'simple', 'label', 'matrix', 'spaceDelimited', 'pipeDelimited', 'deepObject',
  'brackets', 'indexed', 'json',
] as const;
export type Style = (typeof STYLES)[number];

/** How a list or an object is written outside a JSON body. */
export interface Serialization {
  readonly style: Style;
  /** `a=1&a=2` instead of `a=1,2`; for an object, a pair per member. */
  readonly explode: boolean;
}

/** A value that is written in another style than its field declares. */
export interface Spelling {
  /** As the contract says: `include[]=a&include[]=b`. */
  readonly expected: string;
  readonly observed: string;
}

/** The kinds of bodies that can be written and read. `text` is sent as it is. */
export const CONTENTS = ['json', 'form', 'multipart', 'text', 'none'] as const;
export type Content = (typeof CONTENTS)[number];

/** What a body's Content-Type is where the contract names only its kind. */
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
  /** Logical name: what suites say. A nested body field is `schedule.cron`. */
  readonly name: string;
  readonly place: Place;
  readonly schema: JsonSchema;
  readonly required: boolean;
  readonly serialization: Serialization;
  readonly booleanStyle: BooleanStyle;
  /** What the server assumes when the field is absent. */
  readonly default?: Json;
  /** False: a client must leave the field out unless its caller gives it, even if it would send the default. */
  readonly clientDefault?: false;
  /** The field is the request's whole body. */
  readonly whole: boolean;
  /** Profiles that know this field; never empty. */
  readonly profiles: readonly string[];
  readonly lifecycle: Lifecycle;
  /** Fields below this one, when the contract declares them one by one. Their names and places are complete. */
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

/** All statuses with one first digit, in OpenAPI's words. */
export type StatusClass = '1XX' | '2XX' | '3XX' | '4XX' | '5XX';

export interface ResponseSpec {
  /** Of a class: its first, 400 of `4XX`. */
  readonly status: number;
  /** Set: every status of the class that no other response names. */
  readonly statusClass?: StatusClass;
  /** It comes from `default`, which speaks for what nothing else in the contract names. */
  readonly byDefault?: true;
  readonly profiles: readonly string[];
  /** Error codes that this status may carry; empty for a success. */
  readonly errors: readonly string[];
  /** `null`: the body must be empty. `undefined`: not declared, the envelope applies to errors. */
  readonly body: JsonSchema | null | undefined;
  readonly contentType: string;
  readonly headers: readonly ResponseHeader[];
  /** Common responses apply only `when` the operation has what they are about. */
  readonly origin: 'operation' | 'common';
  readonly at: Position;
}

/** A call of another operation with field values that may refer to `${...}`. */
export interface CallTemplate {
  readonly call: OperationId;
  readonly with: { readonly [field: string]: Json };
  /** No file says it: the paths do. */
  readonly inferred?: true;
}

/** Where a field's value comes from. */
export interface Link {
  /** The operation that is called before. */
  readonly from: OperationId;
  /** An OpenAPI runtime expression over its call: `$response.body#/id`, `$response.header.Location`, `$request.path.slug`. */
  readonly value: string;
  /** No file says it: paths, names and responses do. */
  readonly inferred?: true;
}

export interface Contract {
  readonly id: OperationId;
  readonly resource: string;
  readonly verb: string;
  readonly summary: string;
  readonly method: Method;
  /** Path template with `{name}` holes, as in `/v1/orders/{order_id}/ship`. */
  readonly path: string;
  readonly lifecycle: Lifecycle;
  readonly profiles: readonly string[];
  /** Authentication kinds that the operation accepts, preferred first. Empty: public. */
  readonly auth: readonly string[];
  /** It also works without a credential. */
  readonly authOptional?: boolean;
  readonly content: Content;
  /** Whether a call without a body breaks the contract; absent: only where a member is required. */
  readonly bodyRequired?: boolean;
  /** Media types that the request's body may have, the one that is sent first. Absent: the usual one of `content`. */
  readonly mediaTypes?: readonly string[];
  readonly fields: readonly Field[];
  /** Per profile: what the server does with a body field that it does not know. */
  /** Absent for a profile: the contract does not say. */
  readonly unknownBodyFields: { readonly [profile: string]: 'reject' | 'ignore' | 'accept' };
  readonly responses: readonly ResponseSpec[];
  readonly behaviors: readonly Behavior[];
  /** Field name of other operations → pointer into this operation's success body. */
  readonly yields: { readonly [field: string]: JsonPointer };
  /** Field → where its value comes from, the best first. Filled in when all contracts are loaded. */
  readonly links?: { readonly [field: string]: readonly Link[] };
  /** Pointer into the success body → the field that it repeats, `*` for the whole body, or `sha256(…)` of either. */
  readonly echoes?: { readonly [pointer: JsonPointer]: string };
  /** The field that asks for the echoes: without it the response has none of them. */
  readonly echoOn?: string;
  /** What removes what a successful call made. */
  readonly cleanup: CallTemplate | null;
  /** The contract says `cleanup: none`: nothing is to be inferred. */
  readonly keepsMade?: true;
  /** Values of a call that works, where its schemas alone do not say; may hold `${run.id}` and the like. */
  readonly example: { readonly [field: string]: Json };
  /** Operations that must have succeeded before, on the same resource, for a call to work. */
  readonly after: readonly OperationId[];
  /** Calling it changes nothing that a caller can see. */
  readonly safe: boolean;
  /** Repeating it after a lost answer does no harm. */
  readonly retryable: boolean;
  /** It affects what the run did not create: a key that is rotated, an account. */
  readonly destructive: boolean;
  /** The contract says `destructive: false`: calls affect only what the run made, whatever method and path look like. */
  readonly harmless?: boolean;
  readonly since?: string;
  readonly note?: string;
  /** What the OpenAPI document says and this contract cannot: nothing is known of that. */
  readonly partial?: readonly string[];
  readonly at: Position;
}

/** What a scheme adds to a request. Values may hold `${secret}` and other parts of the credential. */
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

/** A feature that travels at several locations, and the note that says so is known. */
export interface Acknowledgement {
  readonly field: string;
  /** Location → the operations where the field is there. */
  readonly places: { readonly [location in Location]?: readonly OperationId[] };
  readonly note: string;
  readonly at: Position;
}

/** A call that makes an account, and the credential in its answer. */
export interface FreshActor {
  readonly call: OperationId;
  readonly with: { readonly [field: string]: Json };
  readonly kind: string;
  /** Part → pointer into the answer: `{ secret: /api_key }`. */
  readonly credential: { readonly [part: string]: JsonPointer };
}

/** What holds for every operation of the API: `contracts/api.yaml`. */
export interface Api {
  readonly name: string;
  readonly profiles: readonly string[];
  readonly auth: { readonly [name: string]: AuthScheme };
  readonly envelope: ErrorEnvelope | null;
  /** How a route that does not exist answers. */
  readonly unknownRoute: readonly { readonly status: number; readonly code?: string }[];
  /** How to get an actor that nothing was done with yet; null when there is no way. */
  readonly freshActor: FreshActor | null;
  readonly secrets: { readonly patterns: readonly string[]; readonly fields: readonly string[] };
  readonly acknowledged: readonly Acknowledgement[];
  /** Differences between operations that are known. */
  readonly lint: readonly (LintAcknowledgement & { readonly at: Position })[];
}

/** Everything under `contracts/`, resolved. */
export interface ContractSet {
  readonly api: Api;
  readonly operations: ReadonlyMap<OperationId, Contract>;
  /** Absolute schema id → schema. */
  readonly schemas: ReadonlyMap<string, JsonSchema>;
  /** How deliveries are signed: `contracts/signatures.yaml`. Absent: they are not. */
  readonly signatures?: readonly SignatureScheme[];
  /** SHA-256 over the sources, hex. */
  readonly hash: string;
}
