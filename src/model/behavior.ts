import type { Json, JsonObject, JsonPointer } from './json.ts';
import type { OperationId } from './operation-id.ts';

/**
 * A rule about several calls of an operation that a contract declares, such as an idempotency key or pagination. Scenarios are
 * generated from the rule. `error` is an error code.
 */
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
  /** Profiles for which the behavior is declared. Absent: all profiles. */
  readonly profiles?: readonly string[];
  /** If present, the behavior is tested only on targets whose `values` do not say otherwise. */
  readonly target_values?: JsonObject;
}

/**
 * Calls that bring about a state, in order. If a call does not give a required value, the value comes from a generated valid
 * call. `${id.member}` is a member of an earlier call's response, `${call.field}` is a field of the tested call, and `${copy}`
 * is a word that differs for each item.
 */
export type Recipe = readonly RecipeCall[];

export interface RecipeCall {
  /** Id of the call. The call with the id `item` creates the tested item. If no call has this id, the last call creates the item. */
  readonly id?: string;
  readonly call: OperationId;
  readonly with?: { readonly [field: string]: Json };
}

interface Refusal {
  readonly status: number;
  readonly error: string;
}

/** A behavior: the same key with the same body returns the first result again, and the same key with another body causes a conflict. */
interface IdempotencyKey extends Limited {
  readonly kind: 'idempotency_key';
  readonly field: string;
  /** Pointer to the member that is equal in both responses. */
  readonly same: JsonPointer;
  readonly replay: number;
  readonly conflict?: number;
  readonly error?: string;
  /** How long a key stays valid, for example `24h`. */
  readonly window?: string;
  /** The fields that decide whether two bodies count as the same. Absent: all fields. */
  readonly fingerprint?: readonly string[];
}

/** A behavior: a second write is rejected. */
interface WriteOnce extends Limited {
  readonly kind: 'write_once';
  readonly status: number;
  readonly error: string;
}

/** A behavior: repeating the call changes nothing. `created` is the member that says whether the first call created the item. */
interface IdempotentUpsert extends Limited {
  readonly kind: 'idempotent_upsert';
  readonly created?: JsonPointer;
  /** Pointer to the identity of the item. The identity is equal in every response. */
  readonly same?: JsonPointer;
}

/** A behavior: if several callers claim an item at the same time, exactly one succeeds. */
interface ExclusiveClaim extends Limited {
  readonly kind: 'exclusive_claim';
  readonly status: number;
  readonly error: string;
  /** Calls that create the item to claim, if the claiming call does not name it. */
  readonly made_by?: Recipe;
}

/** A behavior: a field names the owner, and a call with another value is rejected. `absent` says what happens to a call without the field. */
interface OwnershipHeader extends Limited {
  readonly kind: 'ownership_header';
  readonly field: string;
  readonly status: number;
  readonly error: string;
  readonly absent: 'accepted' | 'refused';
}

/** A behavior: a destructive operation is rejected unless `field` has exactly the value `value`. */
interface ConfirmHeader extends Limited {
  readonly kind: 'confirm_header';
  readonly field: string;
  readonly value: string;
  readonly status: number;
  readonly error: string;
}

export interface Pagination extends Limited {
  readonly kind: 'pagination';
  /**
   * How pages are requested: `page` is a page number that starts at 1. With `link`, a `Link` header contains the URL of the
   * next page, and `cursor` is a query parameter of that URL.
   */
  readonly style: 'offset' | 'page' | 'cursor' | 'link';
  readonly items: JsonPointer;
  /** Pointer within an item to the item's identity. */
  readonly key: JsonPointer;
  readonly limit: string;
  readonly offset?: string;
  readonly page?: string;
  readonly cursor?: string;
  readonly next?: JsonPointer;
  readonly total?: JsonPointer;
  readonly more?: JsonPointer;
  /** The operation that creates one item. Default: `create` of the same resource. */
  readonly made_by?: Recipe;
  /** Pointer to the item's identity in the response of the creating call, if it is not at `key`. */
  readonly made_key?: JsonPointer;
}

/**
 * A behavior: a query field filters a list, and every returned item has the given value at `member`. `made_by` creates items
 * with two different values; `cases` creates one item per value.
 */
interface Filter extends Limited {
  readonly kind: 'filter';
  readonly field: string;
  readonly items: JsonPointer;
  readonly member: JsonPointer;
  readonly values?: readonly Json[];
  /** Pointer within an item to the item's identity. Default: the `key` of the list's pagination. */
  readonly key?: JsonPointer;
  readonly made_by?: Recipe;
  /** Pointer to the item's identity in the response of the creating call, if it is not at `key`. */
  readonly made_key?: JsonPointer;
  /** The value of the filter, if the creating call does not return it at `member`. May contain `${…}`. */
  readonly value?: string;
  /** For each value of the filter, the calls that create an item with this value. */
  readonly cases?: { readonly [value: string]: Recipe };
}

export interface Delete extends Limited {
  readonly kind: 'hard_delete' | 'soft_delete';
  /** The operation that reads the item, and its expected response after the deletion. */
  readonly read?: OperationId;
  readonly status?: number;
  readonly error?: string;
  /** The expected response to a second deletion. */
  readonly again?: number;
  /** The list that must no longer contain the deleted item. */
  readonly list?: DeletedFrom;
}

export interface DeletedFrom {
  readonly call: OperationId;
  readonly items: JsonPointer;
  /** Pointer within an item to the item's identity. */
  readonly key: JsonPointer;
  /** The field of the deleting call that contains the item's identity. If absent, this is the last path parameter. */
  readonly field?: string;
}

/** A behavior: the response has an ETag, and a call that sends it in `field` returns 304 without a body. */
interface Etag extends Limited {
  readonly kind: 'etag';
  readonly field: string;
  /** Calls that change the item, so that its ETag must change too. */
  readonly changed_by?: Recipe;
}

/**
 * A behavior: a later read returns every field that a write sent. `members` maps each field to its place in the response; null
 * means that the field is never returned.
 */
interface ReadBack extends Limited {
  readonly kind: 'read_back';
  readonly read: OperationId;
  readonly members?: { readonly [field: string]: JsonPointer | null };
  /**
   * If `read` is a list: the pointer to the list in the response, and how to recognise the item. `${…}` is a field of the
   * request or a member of the response.
   */
  readonly items?: JsonPointer;
  readonly where?: JsonObject;
  /** Values to send in place of generated values, if the server would not store the generated values unchanged. */
  readonly values?: { readonly [field: string]: Json };
}

interface RateLimit extends Limited {
  readonly kind: 'rate_limit';
  readonly limit: number;
  /** The period in which calls are counted, for example `60s`. */
  readonly window: string;
  readonly error: string;
  readonly retry_after: boolean;
}

/** A behavior: the allowed state transitions of an item. `via` names the call for each transition. */
interface States extends Limited {
  readonly kind: 'states';
  readonly member: JsonPointer;
  readonly read: OperationId;
  readonly flow: { readonly [state: string]: readonly string[] };
  /** The initial state, and the calls that create an item in this state. */
  readonly start?: { readonly state: string; readonly by: Recipe };
  readonly via?: { readonly [state: string]: Move };
}

/** The call that moves an item to a state, and its response if this transition is not allowed. */
export interface Move {
  readonly call: OperationId;
  readonly with?: { readonly [field: string]: Json };
  readonly refused?: Refusal;
}

/** A behavior: the call is rejected until `operation` was called on the same item. */
interface RefusedBefore extends Refusal, Limited {
  readonly kind: 'refused_before';
  readonly operation: OperationId;
}

/** A behavior: the call is rejected after `operation` was called on the same item. */
interface RefusedAfter extends Refusal, Limited {
  readonly kind: 'refused_after';
  readonly operation: OperationId;
}

/** A behavior: a repeated call succeeds too. */
interface Repeatable extends Limited {
  readonly kind: 'repeatable';
  /** Status of the second response. Absent: any success status. */
  readonly status?: number;
  /** Pointers to members that are equal in both responses. */
  readonly same?: readonly JsonPointer[];
  /** A field whose value may not change: a repeated call with another value is rejected. */
  readonly other?: Refusal & { readonly field: string };
}
