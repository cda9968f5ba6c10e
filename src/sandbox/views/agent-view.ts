import type { Agent } from '../records/agent.ts';
import { zulu, zuluOrNull } from '../time-format.ts';
import type { ObjectValue } from '../validate/containers.ts';
import type { World } from '../world.ts';

/** The argument `webhookSecret` is given only for the response to a creation. */
export function viewAgent(world: World, agent: Agent, webhookSecret: string | null = null): ObjectValue {
  const plain = {
    id: agent.id,
    user_id: agent.user_id,
    slug: agent.slug,
    display_name: agent.display_name,
    webhook_url: agent.webhook_url,
    webhook_secret: webhookSecret,
    metadata: agent.metadata,
    status: agent.status,
    deleted_at: zuluOrNull(agent.deleted_at),
    created_at: zulu(agent.created_at),
    updated_at: zulu(agent.updated_at),
  };
  if (!world.hosted) return plain;
  return { ...plain, parent_agent_id: agent.parent_agent_id, api_key_id: agent.api_key_id };
}
