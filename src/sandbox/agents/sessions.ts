import type { Agent, LiveSession } from '../records/agent.ts';
import type { World } from '../world.ts';

/** The sessions and attachments that hold a label now, the newest first. */
export function attachedSessions(world: World, agent: Agent): readonly LiveSession[] {
  return allSessions(world, agent).filter(({ detached_at }) => detached_at === null);
}

/** Detached ones too. */
export function allSessions(world: World, agent: Agent): readonly LiveSession[] {
  return world.state.liveSessions.filter(({ agent_id }) => agent_id === agent.id).reverse();
}
