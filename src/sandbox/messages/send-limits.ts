import { HOUR, MINUTE } from '../clock.ts';
import { ApiError } from '../errors.ts';
import { monthlyMessages } from '../quota.ts';
import type { User } from '../records/account.ts';
import type { World } from '../world.ts';

/** What free accounts may send in a month; a limit of 0 counts as this too. */
const DEFAULT_MONTHLY = 300;

const URGENT_ABOVE = 3;

/** Counts a message against its sender's minute. These refusals have no Retry-After. */
export function countMessage(world: World, user: User): void {
  const limit = user.limits.messages_per_minute;
  if (world.limiter.hit(`messages:${user.id}`, { limit, windowMs: MINUTE }).allowed) return;
  const extra = { limit, window_seconds: 60 };
  throw new ApiError(429, 'rate_limit_exceeded', `Message limit of ${limit} per minute exceeded`, extra);
}

/** The priority that the message gets: an urgent one too many between two agents goes down to 3. */
export function countPriority(world: World, user: User, { from, to, priority }: Urgent): number {
  if (priority <= URGENT_ABOVE) return priority;
  const limit = user.limits.urgent_per_hour;
  if (!world.limiter.hit(`urgent:${user.id}`, { limit, windowMs: HOUR }).allowed) {
    const extra = { limit, window_seconds: 3600 };
    throw new ApiError(429, 'priority_high_rate_limit', `Limit of ${limit} urgent messages per hour exceeded`, extra);
  }
  const pair = { limit: user.limits.urgent_per_pair_per_hour, windowMs: HOUR };
  return world.limiter.hit(`urgent:${from}:${to}`, pair).allowed ? priority : URGENT_ABOVE;
}

interface Urgent {
  readonly from: string;
  readonly to: string;
  readonly priority: number;
}

/** Asked only for a new message, after the search for an earlier one under the same key. */
export function requireMonthlyQuota(world: World, user: User): void {
  const limit = user.limits.monthly_messages || DEFAULT_MONTHLY;
  const current = monthlyMessages(world, user);
  if (current < limit) return;
  throw new ApiError(402, 'quota_exceeded', 'Monthly message quota exceeded', { current, limit });
}
