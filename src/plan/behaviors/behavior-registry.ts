import type { BehaviorKind } from '../../model/behavior.ts';
import type { BehaviorGenerator } from './behavior-case.ts';
import { confirmHeader } from './confirm-header.ts';
import { deletion } from './deletion.ts';
import { etag } from './etag.ts';
import { exclusiveClaim } from './exclusive-claim.ts';
import { filter } from './filter.ts';
import { idempotencyKey } from './idempotency-key.ts';
import { idempotentUpsert } from './idempotent-upsert.ts';
import { ownershipHeader } from './ownership-header.ts';
import { pagination } from './pagination.ts';
import { rateLimit } from './rate-limit.ts';
import { readBack } from './read-back.ts';
import { refusedAfter } from './refused-after.ts';
import { refusedBefore } from './refused-before.ts';
import { repeatable } from './repeatable.ts';
import { states } from './states.ts';
import { writeOnce } from './write-once.ts';

/** What makes the cases of each behavior. A kind does not compile until it is here. */
export const BEHAVIOR_GENERATORS = {
  idempotency_key: idempotencyKey,
  write_once: writeOnce,
  idempotent_upsert: idempotentUpsert,
  exclusive_claim: exclusiveClaim,
  ownership_header: ownershipHeader,
  confirm_header: confirmHeader,
  pagination,
  filter,
  hard_delete: deletion,
  soft_delete: deletion,
  etag,
  read_back: readBack,
  rate_limit: rateLimit,
  states,
  refused_before: refusedBefore,
  refused_after: refusedAfter,
  repeatable,
} as const satisfies { readonly [Kind in BehaviorKind]: BehaviorGenerator<Kind> };
