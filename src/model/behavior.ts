import type { Json, JsonObject, JsonPointer } from './json.ts';
import type { OperationId } from './operation-id.ts';

/**
 * A rule about several calls of an operation, such as pagination. wireparity generates scenarios from the rule. The member
 * `error` is always an error code.
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
  /** Absent: the behavior is declared for all profiles. */
  readonly profiles?: readonly string[];
  /** The behavior is tested only if these values do not contradict the `values` of the target. */
  readonly target_values?: JsonObject;
}

/**
 * Calls that bring a resource into a certain state, in order. wireparity makes up missing required values. `${id.member}` comes
 * from an earlier response, `${call.field}` from the tested call. `${copy}` is a word that differs for each item.
 */
export type Recipe = readonly RecipeCall[];

export interface RecipeCall {
  /** The call with the id `item` creates the tested item. If no call has this id, the last call creates the item. */
  readonly id?: string;
  readonly call: OperationId;
  readonly with?: { readonly [field: string]: Json };
}

interface Refusal {
  readonly status: number;
  readonly error: string;
}

/**
 * A behavior: a repeated call with the same key and the same body returns the first result again. The same key with a
 * different body causes a conflict.
 */
interface IdempotencyKey extends Limited {
  readonly kind: 'idempotency_key';
  readonly field: string;
  /** Pointer to a member that is equal in the first and in the repeated response. */
  readonly same: JsonPointer;
  readonly replay: number;
  readonly conflict?: number;
  readonly error?: string;
  /** How long a key is valid, for example `24h`. */
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

/** A behavior: repeating the call changes nothing. `created` points to the member that says whether the call created the item. */
interface IdempotentUpsert extends Limited {
  readonly kind: 'idempotent_upsert';
  readonly created?: JsonPointer;
  /** Pointer to the member that identifies the item. This member must be equal in all responses. */
  readonly same?: JsonPointer;
}

/** A behavior: several callers claim an item at the same time, and exactly one of them succeeds. */
interface ExclusiveClaim extends Limited {
  readonly kind: 'exclusive_claim';
  readonly status: number;
  readonly error: string;
  /** Calls that create the item to claim. Needed if the claiming call does not name an item. */
  readonly made_by?: Recipe;
}

/** A behavior: a field names the owner, and a wrong owner is rejected. `absent`: what happens to a call without the field. */
interface OwnershipHeader extends Limited {
  readonly kind: 'ownership_header';
  readonly field: string;
  readonly status: number;
  readonly error: string;
  readonly absent: 'accepted' | 'refused';
}

/** A behavior: a destructive operation is rejected, unless `field` has exactly the value `value`. */
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
   * How a call selects a page. `page`: by its number, starting at 1. `link`: by the query parameter `cursor` of the URL in the
   * response header `Link`.
   */
  readonly style: 'offset' | 'page' | 'cursor' | 'link';
  readonly items: JsonPointer;
  /** Pointer within an item to the identifying member. */
  readonly key: JsonPointer;
  readonly limit: string;
  readonly offset?: string;
  readonly page?: string;
  readonly cursor?: string;
  readonly next?: JsonPointer;
  readonly total?: JsonPointer;
  readonly more?: JsonPointer;
  /** Calls that create one item. Default: the operation `create` of the same resource. */
  readonly made_by?: Recipe;
  /** Pointer to the identifying member in the response to the call that creates the item. Default: `key`. */
  readonly made_key?: JsonPointer;
}

/**
 * A behavior: a query field filters a list by the value at `member`. `made_by` or `cases` contains the calls that create items with
 * different values.
 */
interface Filter extends Limited {
  readonly kind: 'filter';
  readonly field: string;
  readonly items: JsonPointer;
  readonly member: JsonPointer;
  readonly values?: readonly Json[];
  /** Pointer within an item to the identifying member. Default: the `key` in the pagination of the list. */
  readonly key?: JsonPointer;
  readonly made_by?: Recipe;
  /** Pointer to the identifying member in the response to the call that creates the item. Default: `key`. */
  readonly made_key?: JsonPointer;
  /** Value of the filter, which may contain `${…}`. Needed if the response to the creating call lacks this value at `member`. */
  readonly value?: string;
  readonly cases?: { readonly [value: string]: Recipe };
}

export interface Delete extends Limited {
  readonly kind: 'hard_delete' | 'soft_delete';
  /** The operation that reads the item. For a deleted item, this operation returns `status` and `error`. */
  readonly read?: OperationId;
  readonly status?: number;
  readonly error?: string;
  readonly again?: number;
  readonly list?: DeletedFrom;
}

export interface DeletedFrom {
  readonly call: OperationId;
  readonly items: JsonPointer;
  /** Pointer within an item to the identifying member. */
  readonly key: JsonPointer;
  /** The field of the deleting call that identifies the item. Absent: the last path parameter. */
  readonly field?: string;
}

/** A behavior: the response has an ETag. A later call with this ETag in `field` returns 304 without a body. */
interface Etag extends Limited {
  readonly kind: 'etag';
  readonly field: string;
  readonly changed_by?: Recipe;
}

/**
 * A behavior: a later read returns every field of a write. `members` maps a field to a pointer into the response, or to null
 * if no read returns the field.
 */
interface ReadBack extends Limited {
  readonly kind: 'read_back';
  readonly read: OperationId;
  readonly members?: { readonly [field: string]: JsonPointer | null };
  /**
   * `items` and `where` are set if `read` returns a list. `items` points to the list. `where` contains values that identify the
   * item, and may contain `${…}`.
   */
  readonly items?: JsonPointer;
  readonly where?: JsonObject;
  /** Values that the server stores unchanged. Needed if the server changes the generated values. */
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

/** A behavior: an item may change only to certain states. `via` contains the call for each state. */
interface States extends Limited {
  readonly kind: 'states';
  readonly member: JsonPointer;
  readonly read: OperationId;
  readonly flow: { readonly [state: string]: readonly string[] };
  readonly start?: { readonly state: string; readonly by: Recipe };
  readonly via?: { readonly [state: string]: Move };
}

/** A call that changes the state of an item. `refused`: the response if the change is not allowed. */
export interface Move {
  readonly call: OperationId;
  readonly with?: { readonly [field: string]: Json };
  readonly refused?: Refusal;
}

/** A behavior: the call is rejected until `operation` has been called on the same item. */
interface RefusedBefore extends Refusal, Limited {
  readonly kind: 'refused_before';
  readonly operation: OperationId;
}

/** A behavior: after `operation` has been called on an item, the call is rejected for the same item. */
interface RefusedAfter extends Refusal, Limited {
  readonly kind: 'refused_after';
  readonly operation: OperationId;
}

/** A behavior: the second of two equal calls succeeds. */
interface Repeatable extends Limited {
  readonly kind: 'repeatable';
  /** Status of the second response. Absent: any success status. */
  readonly status?: number;
  /** Pointers to members that are equal in the responses to both calls. */
  readonly same?: readonly JsonPointer[];
  /** A field whose value must not change. A repeated call with a different value is rejected. */
  readonly other?: Refusal & { readonly field: string };
}
