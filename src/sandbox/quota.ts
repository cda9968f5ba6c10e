import type { Instant } from './clock.ts';
import type { User } from './records/account.ts';
import type { World } from './world.ts';

/** A calendar month in UTC. */
interface Period {
  readonly start: Instant;
  readonly end: Instant;
}

export function billingPeriod(now: Instant): Period {
  const date = new Date(now);
  return {
    start: Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1),
    end: Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1),
  };
}

/** Counts the webhooks that were delivered this month. Executions by workers do not count. */
export function monthlyExecutions(world: World, user: User): number {
  return world.state.deliveredThisMonth.get(monthKey(world, user.id)) ?? 0;
}

/** Adds 1 to a stored count. Counting the deliveries anew in every request would be slow. */
export function countDelivery(world: World, userId: string): void {
  const key = monthKey(world, userId);
  world.state.deliveredThisMonth.set(key, (world.state.deliveredThisMonth.get(key) ?? 0) + 1);
}

function monthKey(world: World, userId: string): string {
  return `${userId} ${billingPeriod(world.clock.now()).start}`;
}

export function monthlyMessages(world: World, user: User): number {
  const { start } = billingPeriod(world.clock.now());
  let count = 0;
  for (const message of world.state.messages.values()) {
    if (message.user_id === user.id && message.created_at >= start) count++;
  }
  return count;
}
