import { bearerOf } from './auth.ts';
import { MINUTE } from './clock.ts';
import { ApiError, errorBody } from './errors.ts';
import { json, type SandboxReply, type SandboxRequest } from './http/message.ts';
import { monthlyExecutions } from './quota.ts';
import type { LimitVerdict } from './rate-limit.ts';
import type { User } from './records/account.ts';
import type { World } from './world.ts';

interface LimitCheck {
  readonly refusal?: SandboxReply;
  /** For the answer, when the request may pass. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The limiter in front of everything: by api key, else by address. */
export function checkGlobalLimit(world: World, request: SandboxRequest): LimitCheck {
  const token = bearerOf(request);
  if (isExempt(request.path) || token === world.secrets.internalToken) return { headers: {} };
  const user = [...world.state.users.values()].find((candidate) => token && candidate.api_key === token);
  // Unknown keys count by address: the server gives each 60 a minute, which a run of refusals would exceed.
  const limit = user?.limits.requests_per_minute ?? world.settings.ipCeiling;
  const rule = { limit: world.has('rate-limit-never') ? Number.MAX_SAFE_INTEGER : limit, windowMs: MINUTE };
  const verdict = world.limiter.hit(`global:${user?.api_key ?? request.ip}`, rule);
  const headers = limitHeaders(limit, verdict);
  if (!verdict.allowed) return { headers, refusal: refuse(world, headers, verdict) };
  return { headers: { ...headers, ...usageWarning(world, user) } };
}

const EXEMPT_PATHS = new Set([
  '/health',
  '/status',
  '/v1/info',
  '/docs',
  '/openapi.json',
  '/redoc',
  '/v1/billing/webhook',
  '/auth/device',
  '/v1/auth/verify',
  '/v1/internal/deploy-hook',
]);

function isExempt(path: string): boolean {
  return (
    EXEMPT_PATHS.has(path) ||
    path.startsWith('/v1/blog/') ||
    path.startsWith('/v1/internal/') ||
    path.startsWith('/__sandbox/')
  );
}

function limitHeaders(limit: number, verdict: LimitVerdict): Record<string, string> {
  return {
    'X-RateLimit-Limit': String(limit),
    'X-RateLimit-Remaining': String(Math.min(limit, verdict.remaining)),
    'X-RateLimit-Reset': String(Math.ceil(verdict.resetAt / 1000)),
  };
}

function refuse(world: World, headers: Readonly<Record<string, string>>, verdict: LimitVerdict): SandboxReply {
  const seconds = Math.max(1, Math.ceil((verdict.resetAt - world.clock.now()) / 1000));
  const error = new ApiError(429, 'rate_limit_exceeded', `Rate limit exceeded. Retry after ${seconds} seconds.`);
  const retry: Record<string, string> = world.has('retry-after-missing') ? {} : { 'Retry-After': String(seconds) };
  return json(429, errorBody(error), { ...headers, ...retry });
}

function usageWarning(world: World, user: User | undefined): Record<string, string> {
  const isClose = user && monthlyExecutions(world, user) >= 0.8 * user.limits.monthly_executions;
  return isClose ? { 'X-CueAPI-Usage-Warning': 'approaching_limit' } : {};
}
