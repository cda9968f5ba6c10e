import { isDeepStrictEqual } from 'node:util';
import { createUser, findUserBySlug, messagesPerMinute, newWebhookSecret } from '../accounts.ts';
import { createAgent, requireCallbackUrl } from '../agents/create.ts';
import { SLUG } from '../agents/lookup.ts';
import { requireInternalToken } from '../auth.ts';
import { ApiError } from '../errors.ts';
import { ok, type SandboxReply } from '../http/message.ts';
import { type OpenCall, openRoute, type Route } from '../http/route.ts';
import type { User } from '../records/account.ts';
import type { Agent } from '../records/agent.ts';
import { anyObject, object } from '../validate/containers.ts';
import { type Infer, maybe, withDefault } from '../validate/schema.ts';
import { email, integer, isUuid, text } from '../validate/values.ts';
import { viewAgent } from '../views/agent-view.ts';
import type { World } from '../world.ts';

export function internalRoutes(world: World): readonly Route[] {
  const users = openRoute({
    operation: 'internal_users.upsert',
    request: 'PUT /v1/internal/users/{user_id}',
    body: USER,
    handle: upsertUser,
  });
  const agents = openRoute({
    operation: 'internal_agents.upsert',
    request: 'PUT /v1/internal/agents/{address}',
    body: AGENT,
    handle: upsertAgent,
  });
  return world.settings.features.has('internal-agents-upsert') ? [users, agents] : [users];
}

const LIMIT = maybe(integer({ min: 0 }));

const USER = object({
  email: email(),
  slug: text({ min: 1, max: 64, pattern: /^[a-z0-9][a-z0-9-]*[a-z0-9]$|^[a-z0-9]$/ }),
  plan: maybe(text({ max: 20 })),
  active_cue_limit: LIMIT,
  monthly_execution_limit: LIMIT,
  monthly_message_limit: LIMIT,
  rate_limit_per_minute: LIMIT,
  external_owner: maybe(text({ max: 64 })),
});

const AGENT = object({
  display_name: text({ min: 1, max: 255 }),
  webhook_url: maybe(text({ max: 2048 })),
  metadata: withDefault(anyObject(), {}),
});

/** The server checks the body before the token. Even with a wrong token, an invalid body gets a 422. */
function upsertUser({ world, request, params, body }: OpenCall<Infer<typeof USER>>): SandboxReply {
  requireInternalToken(world, request);
  const id = (params.user_id ?? '').toLowerCase();
  if (!isUuid(id)) throw new ApiError(400, 'invalid_user_id', 'user_id must be a UUID');
  const known = world.state.users.get(id);
  const user = known ?? createUser(world, { id, email: body.email, slug: body.slug, hasKey: false });
  if (!known || !world.has('user-upsert-keeps-first')) applyUser(world, user, body);
  return ok({ ...viewUser(user), created: known === undefined || world.has('user-upsert-always-created') });
}

/** If a value is absent, the user keeps the old value. A new user gets the value of the free plan. */
function applyUser(world: World, user: User, body: Infer<typeof USER>): void {
  const before = user.limits;
  user.email = body.email;
  user.slug = body.slug;
  const isNewPlan = body.plan != null && body.plan !== user.plan;
  user.plan = body.plan ?? user.plan;
  user.external_owner = body.external_owner ?? user.external_owner;
  user.limits = {
    ...before,
    active_cues: body.active_cue_limit ?? before.active_cues,
    monthly_executions: body.monthly_execution_limit ?? before.monthly_executions,
    monthly_messages: body.monthly_message_limit ?? before.monthly_messages,
    requests_per_minute: body.rate_limit_per_minute ?? before.requests_per_minute,
    messages_per_minute: isNewPlan ? messagesPerMinute(user.plan) : before.messages_per_minute,
  };
  user.updated_at = world.clock.now();
}

function viewUser({ id, email: address, slug, plan, limits }: User) {
  return {
    id,
    email: address,
    slug,
    plan,
    active_cue_limit: limits.active_cues,
    monthly_execution_limit: limits.monthly_executions,
    monthly_message_limit: limits.monthly_messages,
    rate_limit_per_minute: limits.requests_per_minute,
  };
}

/** This operation is proposed. No real server has it. */
function upsertAgent({ world, request, params, body }: OpenCall<Infer<typeof AGENT>>): SandboxReply {
  requireInternalToken(world, request);
  const { user, slug } = readAddress(world, params.address ?? '');
  if (body.webhook_url) requireCallbackUrl(body.webhook_url);
  const known = [...world.state.agents.values()].find((agent) => agent.user_id === user.id && agent.slug === slug);
  if (known?.deleted_at != null) throw new ApiError(409, 'slug_taken', `Slug '${slug}' is taken`);
  if (known && !world.has('agent-upsert-not-a-no-op')) {
    applyAgent(world, known, body);
    return ok({ ...viewAgent(world, known), created: false });
  }
  const freeSlug = known ? `${slug.slice(0, 57)}-${world.ids.hex('', 6)}` : slug;
  const agent = createAgent(world, user, { ...body, slug: freeSlug });
  return ok({ ...viewAgent(world, agent, agent.webhook_secret), created: true });
}

function readAddress(world: World, address: string): { readonly user: User; readonly slug: string } {
  const [slug = '', userSlug = '', ...rest] = address.split('@');
  if (rest.length > 0 || !SLUG.test(slug) || !SLUG.test(userSlug)) {
    throw new ApiError(400, 'invalid_agent_address', 'Expected agent_slug@user_slug');
  }
  const user = findUserBySlug(world, userSlug);
  if (!user) throw new ApiError(404, 'user_not_found', 'User not found');
  return { user, slug };
}

function applyAgent(world: World, agent: Agent, body: Infer<typeof AGENT>): void {
  const wanted = { display_name: body.display_name, webhook_url: body.webhook_url ?? null, metadata: body.metadata };
  const { display_name, webhook_url, metadata } = agent;
  if (isDeepStrictEqual(wanted, { display_name, webhook_url, metadata })) return;
  const secret = wanted.webhook_url === null ? null : (agent.webhook_secret ?? newWebhookSecret(world));
  Object.assign(agent, wanted, { webhook_secret: secret, updated_at: world.clock.now() });
}
