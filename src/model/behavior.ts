import type { Json, JsonObject, JsonPointer } from './json.ts';
import type { OperationId } from './operation-id.ts';

/** A rule about several calls of an operation. wireparity generates scenarios from such a rule. */
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
  readonly profiles?: readonly string[];
  /** Values that the behavior assumes. The behavior is not tested on a target whose `values` contradict them. */
  readonly target_values?: JsonObject;
}

/** Calls that bring a resource into a certain state, in order. */
export type Recipe = readonly RecipeCall[];

export interface RecipeCall {
  /** The call with the id `item`, otherwise the last call, creates the tested item. */
  readonly id?: string;
  readonly call: OperationId;
  readonly with?: { readonly [field: string]: Json };
}

interface Refusal {
  readonly status: number;
  readonly error: string;
}

/** A behavior: a repeated call with the same key and body returns the first result again. */
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
  /** The fields that decide whether two bodies count as the same, by default all fields. */
  readonly fingerprint?: readonly string[];
}

/** A behavior: a second write is rejected. */
interface WriteOnce extends Limited {
  readonly kind: 'write_once';
  readonly status: number;
  readonly error: string;
}

/** A behavior: a repeated call has no further effect. */
interface IdempotentUpsert extends Limited {
  readonly kind: 'idempotent_upsert';
  /** Pointer to the member that says whether the call created the item. */
  readonly created?: JsonPointer;
  /** Pointer to the identifying member. This member is equal in all responses. */
  readonly same?: JsonPointer;
}

/** A behavior: several callers claim an item at the same time, and exactly one of them succeeds. */
interface ExclusiveClaim extends Limited {
  readonly kind: 'exclusive_claim';
  readonly status: number;
  readonly error: string;
  /** If the claiming call names no item, these calls create the item before the claim. */
  readonly made_by?: Recipe;
}

/** A behavior: a field contains the owner, and a wrong owner is rejected. */
interface OwnershipHeader extends Limited {
  readonly kind: 'ownership_header';
  readonly field: string;
  readonly status: number;
  readonly error: string;
  /** What happens to a call without the field. */
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
  /** With `link`, the cursor of the next page is a query parameter of the URL in the `Link` header. */
  readonly style: 'offset' | 'page' | 'cursor' | 'link';
  readonly items: JsonPointer;
  /** Pointer to the member that identifies an item, relative to the item. */
  readonly key: JsonPointer;
  readonly limit: string;
  readonly offset?: string;
  readonly page?: string;
  readonly cursor?: string;
  readonly next?: JsonPointer;
  readonly total?: JsonPointer;
  readonly more?: JsonPointer;
  /** Calls that create one item, by default the operation `create` of the same resource. */
  readonly made_by?: Recipe;
  /** Pointer to the identifying member in the response to the creating call, by default `key`. */
  readonly made_key?: JsonPointer;
}

/** A behavior: a query field filters a list by the value at `member`. */
interface Filter extends Limited {
  readonly kind: 'filter';
  readonly field: string;
  readonly items: JsonPointer;
  readonly member: JsonPointer;
  readonly values?: readonly Json[];
  /** Pointer to the member that identifies an item, by default the `key` of the list's pagination. */
  readonly key?: JsonPointer;
  readonly made_by?: Recipe;
  /** Pointer to the identifying member in the response to the creating call, by default `key`. */
  readonly made_key?: JsonPointer;
  /** The value to filter by, if the response to the creating call does not contain the value. */
  readonly value?: string;
  readonly cases?: { readonly [value: string]: Recipe };
}

export interface Delete extends Limited {
  readonly kind: 'hard_delete' | 'soft_delete';
  /** The operation that reads the item, and returns `status` and `error` for a deleted item. */
  readonly read?: OperationId;
  readonly status?: number;
  readonly error?: string;
  readonly again?: number;
  readonly list?: DeletedFrom;
}

export interface DeletedFrom {
  readonly call: OperationId;
  readonly items: JsonPointer;
  /** Pointer to the member that identifies an item, relative to the item. */
  readonly key: JsonPointer;
  /** The field by which the deleting call identifies the item, by default the last path parameter. */
  readonly field?: string;
}

/** A behavior: a call that sends an earlier ETag in the field `field` gets the status 304 without a body. */
interface Etag extends Limited {
  readonly kind: 'etag';
  readonly field: string;
  readonly changed_by?: Recipe;
}

/** A behavior: after a call that writes an item, the response to a read contains every written value. */
interface ReadBack extends Limited {
  readonly kind: 'read_back';
  readonly read: OperationId;
  /** For each field, a pointer to the value in the response, or null if the response never contains the value. */
  readonly members?: { readonly [field: string]: JsonPointer | null };
  /** Pointer to the list in the response, if the operation `read` returns a list. */
  readonly items?: JsonPointer;
  /** Values that identify the item in the list. */
  readonly where?: JsonObject;
  /** Values to write, for fields in which the server would change a generated value. */
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

/** A behavior: an item may change only to certain states. */
interface States extends Limited {
  readonly kind: 'states';
  readonly member: JsonPointer;
  readonly read: OperationId;
  readonly flow: { readonly [state: string]: readonly string[] };
  readonly start?: { readonly state: string; readonly by: Recipe };
  /** For each state, the call that leads to this state. */
  readonly via?: { readonly [state: string]: Move };
}

/** A call that changes the state of an item. */
export interface Move {
  readonly call: OperationId;
  readonly with?: { readonly [field: string]: Json };
  /** The response if the change is not allowed. */
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
  /** Status of the second response, by default any success status. */
  readonly status?: number;
  /** Pointers to members that are equal in the responses to both calls. */
  readonly same?: readonly JsonPointer[];
  /** A field of the call. A repeated call with a changed value in this field is rejected. */
  readonly other?: Refusal & { readonly field: string };
}
