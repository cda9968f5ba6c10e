import { DAY, MINUTE } from '../clock.ts';
import { ok, type SandboxReply } from '../http/message.ts';
import { type Call, type Route, userRoute } from '../http/route.ts';
import { billingPeriod, monthlyExecutions } from '../quota.ts';
import type { User } from '../records/account.ts';
import { dateOnly } from '../time-format.ts';
import type { World } from '../world.ts';

export function usageRoutes(): readonly Route[] {
  return [userRoute({ operation: 'usage.get', request: 'GET /v1/usage', handle: getUsage })];
}

function getUsage({ world, user }: Call): SandboxReply {
  const period = billingPeriod(world.clock.now());
  // In the response, `end` is the last day of the period, not the first day of the next period.
  const lastDay = period.end - DAY;
  const bounds = { start: dateOnly(period.start), end: dateOnly(lastDay) };
  return ok({
    plan: world.has('response-field-retyped') ? { name: user.plan } : user.plan,
    billing_period: { ...bounds, days_remaining: Math.max(0, Math.ceil((lastDay - world.clock.now()) / DAY)) },
    period: bounds,
    cues: cueUsage(world, user),
    executions: executionUsage(world, user),
    outcomes: outcomeUsage(world, user),
    rate_limit: {
      requests_per_minute: user.limits.requests_per_minute,
      current_usage: world.limiter.count(`global:${user.api_key}`, MINUTE),
    },
    upgrade_url: 'https://dashboard.cueapi.ai/billing',
  });
}

export function countedCues(world: World, user: User): number {
  return [...world.state.cues.values()].filter(
    ({ user_id, status }) => user_id === user.id && (status === 'active' || status === 'paused'),
  ).length;
}

function cueUsage(world: World, user: User) {
  const used = countedCues(world, user);
  const limit = user.limits.active_cues;
  return { used, active: used, limit, remaining: Math.max(0, limit - used), percent_used: percent(used, limit, 0) };
}

/** Estimates the number of executions in the whole month. The estimate is based on all days up to today. */
function executionUsage(world: World, user: User) {
  const used = monthlyExecutions(world, user);
  const limit = user.limits.monthly_executions;
  const now = world.clock.now();
  const { start, end } = billingPeriod(now);
  const daysGone = Math.floor((now - start) / DAY) + 1;
  const projected = Math.round((used / daysGone) * ((end - start) / DAY));
  return {
    used,
    limit,
    remaining: Math.max(0, limit - used),
    percent_used: percent(used, limit, 0),
    percentage: percent(used, limit, 1),
    projected_month_end: projected,
    will_exceed_limit: projected >= limit,
  };
}

/** If nobody reported an outcome of a failed or missed execution, the execution counts under `failed`. */
function outcomeUsage(world: World, user: User) {
  const { start } = billingPeriod(world.clock.now());
  const mine = [...world.state.executions.values()].filter(
    ({ user_id, created_at }) => user_id === user.id && created_at >= start,
  );
  const reported = mine.filter(({ outcome }) => outcome !== null);
  const succeeded = reported.filter(({ outcome }) => outcome?.success).length;
  const lost = mine.filter(({ outcome, status }) => outcome === null && ['failed', 'missed'].includes(status)).length;
  return { reported: reported.length, succeeded, failed: reported.length - succeeded + lost };
}

function percent(used: number, limit: number, decimals: 0 | 1): number {
  const scale = 10 ** decimals;
  return limit === 0 ? 0 : Math.round((100 * scale * used) / limit) / scale;
}
