import type { Agent, LiveSession } from '../records/agent.ts';
import type { World } from '../world.ts';

/** Returns the sessions and attachments that are not detached, newest first. */
export function attachedSessions(world: World, agent: Agent): readonly LiveSession[] {
  return allSessions(world, agent).filter(({ detached_at }) => detached_at === null);
}

export function allSessions(world: World, agent: Agent): readonly LiveSession[] {
  return world.state.liveSessions.filter(({ agent_id }) => agent_id === agent.id).reverse();
}
