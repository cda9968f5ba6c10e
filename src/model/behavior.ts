import type { Json, JsonObject, JsonPointer } from './json.ts';
import type { OperationId } from './operation-id.ts';

/** A declared semantic of an operation, from which scenarios are generated. Statuses are HTTP statuses, `error` an error code. */
export type Behavior =
  | IdempotencyKey
  | WriteOnce
  | IdempotentUpsert
  | ExclusiveClaim
  | OwnershipHeader
  | ConfirmHeader
  | Pagination
  | Filter
  | Delete
  | Etag
  | ReadBack
  | RateLimit
  | States
  | RefusedBefore
  | RefusedAfter
  | Repeatable;

export type BehaviorKind = Behavior['kind'];

/**
 * Calls that bring something about, in order. What a call needs and is not given is filled from a call of it that works.
 * `${id.member}` is in the answer of an earlier call of the recipe, `${call.field}` a field of the call under test, and `${copy}`
 * a word that differs from one item to the next.
 */
export type Recipe = readonly RecipeCall[];

export interface RecipeCall {
  /** The call named `item` made the thing in question; without one, the last call did. */
  readonly id?: string;
  readonly call: OperationId;
  readonly with?: { readonly [field: string]: Json };
}

export interface Refusal {
  readonly status: number;
  readonly error: string;
}

/** The same key and body again returns the first result; another body under the key conflicts. */
export interface IdempotencyKey {
  readonly kind: 'idempotency_key';
  readonly field: string;
  /** What is the same in both answers. */
  readonly same: JsonPointer;
  readonly replay: number;
  readonly conflict?: number;
  readonly error?: string;
  /** Duration, as `24h`. */
  readonly window?: string;
  /** The fields that make two requests "the same body"; absent: all of them. */
  readonly fingerprint?: readonly string[];
  readonly profiles?: readonly string[];
}

/** A second write is refused. */
export interface WriteOnce {
  readonly kind: 'write_once';
  readonly status: number;
  readonly error: string;
  readonly profiles?: readonly string[];
}

/** The same call again changes nothing; `created` says whether the first call made the thing. */
export interface IdempotentUpsert {
  readonly kind: 'idempotent_upsert';
  readonly created?: JsonPointer;
  /** What is the same in every answer: the thing's identity. */
  readonly same?: JsonPointer;
  readonly profiles?: readonly string[];
}

/** Of several callers at once exactly one wins. */
export interface ExclusiveClaim {
  readonly kind: 'exclusive_claim';
  readonly status: number;
  readonly error: string;
  /** Brings about the one thing to claim, where the call does not name it. */
  readonly made_by?: Recipe;
  readonly profiles?: readonly string[];
}

/** A field names the owner; another value is refused. `absent` says what happens without it. */
export interface OwnershipHeader {
  readonly kind: 'ownership_header';
  readonly field: string;
  readonly status: number;
  readonly error: string;
  readonly absent: 'accepted' | 'refused';
  readonly profiles?: readonly string[];
}

/** A destructive operation is refused unless `field` has exactly `value`. */
export interface ConfirmHeader {
  readonly kind: 'confirm_header';
  readonly field: string;
  readonly value: string;
  readonly status: number;
  readonly error: string;
  readonly profiles?: readonly string[];
}

export interface Pagination {
  readonly kind: 'pagination';
  readonly style: 'offset' | 'cursor';
  readonly items: JsonPointer;
  /** Pointer inside one item to what identifies it. */
  readonly key: JsonPointer;
  readonly limit: string;
  readonly offset?: string;
  readonly cursor?: string;
  readonly next?: JsonPointer;
  readonly total?: JsonPointer;
  readonly more?: JsonPointer;
  /** Makes one item. Without it: `create` of the same resource. */
  readonly made_by?: Recipe;
  /** In the answer of the call that makes an item: its identity, when not at `key`. */
  readonly made_key?: JsonPointer;
  readonly profiles?: readonly string[];
}

/**
 * A query field that narrows a list: every item has the given value at `member`. `made_by` makes items of two values of
 * their own; `cases` makes an item for each value.
 */
export interface Filter {
  readonly kind: 'filter';
  readonly field: string;
  readonly items: JsonPointer;
  readonly member: JsonPointer;
  readonly values?: readonly Json[];
  /** Inside an item: what identifies it. Without it: that of the list's pagination. */
  readonly key?: JsonPointer;
  readonly made_by?: Recipe;
  /** In the answer of the call that makes an item: its identity, when not at `key`. */
  readonly made_key?: JsonPointer;
  /** The value to filter by, where the answer that makes an item does not have it at `member`. May hold `${…}` as a recipe's call. */
  readonly value?: string;
  /** Value → what makes an item that has it. */
  readonly cases?: { readonly [value: string]: Recipe };
  readonly profiles?: readonly string[];
}

export interface Delete {
  readonly kind: 'hard_delete' | 'soft_delete';
  /** The operation that reads the thing, and what it answers afterwards. */
  readonly read?: OperationId;
  readonly status?: number;
  readonly error?: string;
  /** What deleting again answers. */
  readonly again?: number;
  /** The list that must not show it any more. */
  readonly list?: DeletedFrom;
  readonly profiles?: readonly string[];
}

export interface DeletedFrom {
  readonly call: OperationId;
  readonly items: JsonPointer;
  /** Inside an item: what identifies it. */
  readonly key: JsonPointer;
  /** The field of the deletion that has the identity; absent: the last one of its path. */
  readonly field?: string;
}

/** The answer carries an ETag; the same tag in `field` gives 304 without a body. */
export interface Etag {
  readonly kind: 'etag';
  readonly field: string;
  /** Changes what the tag stands for. */
  readonly changed_by?: Recipe;
  readonly profiles?: readonly string[];
}

/** Every writable field is seen in a later read. `members` maps fields whose place in the answer differs; null: never returned. */
export interface ReadBack {
  readonly kind: 'read_back';
  readonly read: OperationId;
  readonly members?: { readonly [field: string]: JsonPointer | null };
  /** Where `read` is a list: the list, and what its item is known by; `${…}` is a field of the request or a member of the answer. */
  readonly items?: JsonPointer;
  readonly where?: JsonObject;
  /** Values to send, where those that the schemas suggest would not be kept as they are. */
  readonly values?: { readonly [field: string]: Json };
  readonly profiles?: readonly string[];
}

export interface RateLimit {
  readonly kind: 'rate_limit';
  readonly limit: number;
  /** Duration, as `60s`. */
  readonly window: string;
  readonly error: string;
  readonly retry_after: boolean;
  readonly profiles?: readonly string[];
}

/** Which states may follow one another; `via` names the call that makes each move. */
export interface States {
  readonly kind: 'states';
  readonly member: JsonPointer;
  readonly read: OperationId;
  readonly flow: { readonly [state: string]: readonly string[] };
  /** The state to begin with, and what brings a thing into it. */
  readonly start?: { readonly state: string; readonly by: Recipe };
  readonly via?: { readonly [state: string]: Move };
  readonly profiles?: readonly string[];
}

/** The call that brings a thing into a state, and its answer where the state may not follow. */
export interface Move {
  readonly call: OperationId;
  readonly with?: { readonly [field: string]: Json };
  readonly refused?: Refusal;
}

/** Refused until `operation` was called on the same thing. */
export interface RefusedBefore extends Refusal {
  readonly kind: 'refused_before';
  readonly operation: OperationId;
  readonly profiles?: readonly string[];
}

/** Refused once `operation` was called on the same thing. */
export interface RefusedAfter extends Refusal {
  readonly kind: 'refused_after';
  readonly operation: OperationId;
  readonly profiles?: readonly string[];
}

/** The same call again is answered as well. */
export interface Repeatable {
  readonly kind: 'repeatable';
  /** Of the second answer; absent: any success. */
  readonly status?: number;
  /** What both answers have alike. */
  readonly same?: readonly JsonPointer[];
  /** Another value of this field is refused instead. */
  readonly other?: Refusal & { readonly field: string };
  readonly profiles?: readonly string[];
}
