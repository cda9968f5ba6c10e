import { newWebhookSecret, slugify } from '../accounts.ts';
import { callbackUrlProblem } from '../callback-url.ts';
import { ApiError } from '../errors.ts';
import type { User } from '../records/account.ts';
import type { Agent } from '../records/agent.ts';
import type { ObjectValue } from '../validate/containers.ts';
import type { World } from '../world.ts';

interface NewAgent {
  readonly display_name: string;
  readonly slug?: string | null | undefined;
  readonly webhook_url?: string | null | undefined;
  readonly metadata: ObjectValue;
  readonly parent_agent_id?: string | null | undefined;
}

const RESERVED = new Set(['admin', 'api', 'auth', 'billing', 'system', 'support']);

export function createAgent(world: World, user: User, given: NewAgent): Agent {
  const slug = given.slug ?? freeSlug(world, user, given.display_name);
  if (RESERVED.has(slug)) throw new ApiError(400, 'reserved_slug', `Slug '${slug}' is reserved`);
  if (given.webhook_url) requireCallbackUrl(given.webhook_url);
  if (isTaken(world, user, slug)) throw new ApiError(409, 'slug_taken', `Slug '${slug}' is taken`);
  const now = world.clock.now();
  const agent: Agent = {
    id: world.ids.short('agt_'),
    user_id: user.id,
    slug,
    display_name: given.display_name,
    webhook_url: given.webhook_url ?? null,
    webhook_secret: given.webhook_url ? newWebhookSecret(world) : null,
    metadata: given.metadata,
    status: 'online',
    last_seen_at: null,
    deleted_at: null,
    parent_agent_id: given.parent_agent_id ?? null,
    api_key_id: user.api_key_id,
    created_at: now,
    updated_at: now,
  };
  world.state.agents.set(agent.id, agent);
  return agent;
}

export function requireCallbackUrl(url: string): void {
  const problem = callbackUrlProblem(url);
  if (problem) throw new ApiError(400, 'invalid_callback_url', problem);
}

/** A deleted agent keeps its slug. */
function isTaken(world: World, user: User, slug: string): boolean {
  return [...world.state.agents.values()].some((agent) => agent.user_id === user.id && agent.slug === slug);
}

function freeSlug(world: World, user: User, displayName: string): string {
  const slug = slugify(displayName, 'agent');
  const isFree = !isTaken(world, user, slug) && !RESERVED.has(slug);
  return isFree ? slug : `${slug.slice(0, 57)}-${world.ids.hex('', 6)}`;
}
