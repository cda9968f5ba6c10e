import type { Json, JsonObject, JsonPointer } from './json.ts';
import type { OperationId } from './operation-id.ts';

/** A declared semantic of an operation, from which scenarios are generated. `error` is an error code. */
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

interface Limited {
  /** Profiles for which it is declared; absent: all. */
  readonly profiles?: readonly string[];
}

/**
 * Calls that bring about a state, in order. Required values that a call does not give come from a valid call. `${id.member}` is a
 * member of an earlier call's response, `${call.field}` a field of the call under test, and `${copy}` a word that is different
 * for each item.
 */
export type Recipe = readonly RecipeCall[];

export interface RecipeCall {
  /** The call with the id `item` created the item in question; without one, the last call did. */
  readonly id?: string;
  readonly call: OperationId;
  readonly with?: { readonly [field: string]: Json };
}

export interface Refusal {
  readonly status: number;
  readonly error: string;
}

/** The same key and body return the first result again; another body with the same key causes a conflict. */
export interface IdempotencyKey extends Limited {
  readonly kind: 'idempotency_key';
  readonly field: string;
  /** The member that is equal in both responses. */
  readonly same: JsonPointer;
  readonly replay: number;
  readonly conflict?: number;
  readonly error?: string;
  /** Duration, as `24h`. */
  readonly window?: string;
  /** The fields that make two bodies count as the same; absent: all of them. */
  readonly fingerprint?: readonly string[];
}

/** A second write is rejected. */
export interface WriteOnce extends Limited {
  readonly kind: 'write_once';
  readonly status: number;
  readonly error: string;
}

/** Repeating the call changes nothing; `created` says whether the first call created the item. */
export interface IdempotentUpsert extends Limited {
  readonly kind: 'idempotent_upsert';
  readonly created?: JsonPointer;
  /** The member that is equal in every response: the item's identity. */
  readonly same?: JsonPointer;
}

/** If several callers claim at once, exactly one succeeds. */
export interface ExclusiveClaim extends Limited {
  readonly kind: 'exclusive_claim';
  readonly status: number;
  readonly error: string;
  /** Creates the item to claim, if the call does not name it. */
  readonly made_by?: Recipe;
}

/** A field names the owner; another value is rejected. `absent` is the result without it. */
export interface OwnershipHeader extends Limited {
  readonly kind: 'ownership_header';
  readonly field: string;
  readonly status: number;
  readonly error: string;
  readonly absent: 'accepted' | 'refused';
}

/** A destructive operation is rejected unless `field` has exactly `value`. */
export interface ConfirmHeader extends Limited {
  readonly kind: 'confirm_header';
  readonly field: string;
  readonly value: string;
  readonly status: number;
  readonly error: string;
}

export interface Pagination extends Limited {
  readonly kind: 'pagination';
  /** `page` counts from 1; `link`: a `Link` header names the next page, and `cursor` the parameter of its URL. */
  readonly style: 'offset' | 'page' | 'cursor' | 'link';
  readonly items: JsonPointer;
  /** Pointer within an item to its identity. */
  readonly key: JsonPointer;
  readonly limit: string;
  readonly offset?: string;
  readonly page?: string;
  readonly cursor?: string;
  readonly next?: JsonPointer;
  readonly total?: JsonPointer;
  readonly more?: JsonPointer;
  /** Creates one item. Default: `create` of the same resource. */
  readonly made_by?: Recipe;
  /** The item's identity in the response of the creating call, if it is not at `key`. */
  readonly made_key?: JsonPointer;
}

/**
 * A query field that filters a list: every returned item has the given value at `member`. `made_by` creates items with two values
 * of their own; `cases` creates an item for each value.
 */
export interface Filter extends Limited {
  readonly kind: 'filter';
  readonly field: string;
  readonly items: JsonPointer;
  readonly member: JsonPointer;
  readonly values?: readonly Json[];
  /** Pointer within an item to its identity. Default: the key of the list's pagination. */
  readonly key?: JsonPointer;
  readonly made_by?: Recipe;
  /** The item's identity in the response of the creating call, if it is not at `key`. */
  readonly made_key?: JsonPointer;
  /** The value to filter by, if the creating call's response does not have it at `member`. May contain `${…}` as in a recipe. */
  readonly value?: string;
  /** Value → calls that create an item with this value. */
  readonly cases?: { readonly [value: string]: Recipe };
}

export interface Delete extends Limited {
  readonly kind: 'hard_delete' | 'soft_delete';
  /** The operation that reads the item, and its response after the deletion. */
  readonly read?: OperationId;
  readonly status?: number;
  readonly error?: string;
  /** The response to deleting again. */
  readonly again?: number;
  /** The list that must no longer contain it. */
  readonly list?: DeletedFrom;
}

export interface DeletedFrom {
  readonly call: OperationId;
  readonly items: JsonPointer;
  /** Pointer within an item to its identity. */
  readonly key: JsonPointer;
  /** The field of the deletion that contains the identity; absent: its last path parameter. */
  readonly field?: string;
}

/** The response has an ETag; sending it in `field` returns 304 without a body. */
export interface Etag extends Limited {
  readonly kind: 'etag';
  readonly field: string;
  /** Changes the content that the tag identifies. */
  readonly changed_by?: Recipe;
}

/** Every writable field appears in a later read. `members` maps fields to their place in the response; null: never returned. */
export interface ReadBack extends Limited {
  readonly kind: 'read_back';
  readonly read: OperationId;
  readonly members?: { readonly [field: string]: JsonPointer | null };
  /**
   * If `read` is a list: the list within the response, and how to recognise the item; `${…}` is a field of the request or a
   * member of the response.
   */
  readonly items?: JsonPointer;
  readonly where?: JsonObject;
  /** Values to send if those generated from the schemas would not be stored unchanged. */
  readonly values?: { readonly [field: string]: Json };
}

export interface RateLimit extends Limited {
  readonly kind: 'rate_limit';
  readonly limit: number;
  /** Duration, as `60s`. */
  readonly window: string;
  readonly error: string;
  readonly retry_after: boolean;
}

/** The allowed state transitions; `via` names the call for each one. */
export interface States extends Limited {
  readonly kind: 'states';
  readonly member: JsonPointer;
  readonly read: OperationId;
  readonly flow: { readonly [state: string]: readonly string[] };
  /** The initial state, and the calls that put an item into it. */
  readonly start?: { readonly state: string; readonly by: Recipe };
  readonly via?: { readonly [state: string]: Move };
}

/** The call that puts an item into a state, and its response if the transition is not allowed. */
export interface Move {
  readonly call: OperationId;
  readonly with?: { readonly [field: string]: Json };
  readonly refused?: Refusal;
}

/** Rejected until `operation` was called on the same item. */
export interface RefusedBefore extends Refusal, Limited {
  readonly kind: 'refused_before';
  readonly operation: OperationId;
}

/** Rejected after `operation` was called on the same item. */
export interface RefusedAfter extends Refusal, Limited {
  readonly kind: 'refused_after';
  readonly operation: OperationId;
}

/** Repeating the call succeeds too. */
export interface Repeatable extends Limited {
  readonly kind: 'repeatable';
  /** Status of the second response; absent: any success. */
  readonly status?: number;
  /** Members that are equal in both responses. */
  readonly same?: readonly JsonPointer[];
  /** Another value of this field is rejected instead. */
  readonly other?: Refusal & { readonly field: string };
}
