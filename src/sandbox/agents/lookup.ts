import { findUserBySlug } from '../accounts.ts';
import { ApiError } from '../errors.ts';
import type { User } from '../records/account.ts';
import type { Agent } from '../records/agent.ts';
import type { World } from '../world.ts';

interface Lookup {
  readonly includeDeleted?: boolean;
}

/** Finds an agent of the caller by its opaque id or its address `slug@user`. Otherwise, throws a 400 or a 404. */
export function findOwnAgent(world: World, user: User, ref: string | undefined, lookup: Lookup = {}): Agent {
  const agent = resolveAgent(world, ref ?? '', lookup);
  if (agent.user_id !== user.id) throw agentNotFound();
  return agent;
}

/** Finds an agent by its address. The agent may belong to any account. */
export function resolveAgent(world: World, address: string, lookup: Lookup = {}): Agent {
  const agent = isOpaque(address) ? world.state.agents.get(address) : findByAddress(world, address);
  if (!agent || (agent.deleted_at !== null && !lookup.includeDeleted)) throw agentNotFound();
  return agent;
}

/** Capital letters are accepted too, although no agent id contains a capital letter. */
function isOpaque(ref: string): boolean {
  return /^agt_[a-z0-9]{12}$/i.test(ref);
}

export function agentNotFound(): ApiError {
  return new ApiError(404, 'agent_not_found', 'Agent not found');
}

export const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;

function findByAddress(world: World, address: string): Agent | undefined {
  const [slug = '', userSlug = '', ...rest] = address.split('@');
  if (rest.length > 0 || !SLUG.test(slug) || !SLUG.test(userSlug)) {
    throw new ApiError(400, 'invalid_agent_address', 'Expected an agent id or agent_slug@user_slug');
  }
  const user = findUserBySlug(world, userSlug);
  return [...world.state.agents.values()].find((agent) => agent.user_id === user?.id && agent.slug === slug);
}
