import { findOwnAgent } from '../agents/lookup.ts';
import { json, ok, type SandboxReply } from '../http/message.ts';
import { type Call, type Route, userRoute } from '../http/route.ts';
import { eventsSince, viewPulledEvent } from '../messages/events.ts';
import type { Agent } from '../records/agent.ts';
import type { AgentEvent } from '../records/message.ts';
import { object } from '../validate/containers.ts';
import { type Infer, maybe, withDefault } from '../validate/schema.ts';
import { integer, oneOf, text } from '../validate/values.ts';
import type { World } from '../world.ts';

type EventQuery = Infer<typeof QUERY>;

export function eventRoutes(): readonly Route[] {
  return [
    userRoute({ operation: 'events.list', request: 'GET /v1/agents/{ref}/events', query: QUERY, handle: listEvents }),
  ];
}

const QUERY = object({
  since: withDefault(integer({ min: 0 }), 0),
  limit: withDefault(integer({ min: 1, max: 1000 }), 100),
  event_type: maybe(text({ max: 255 })),
  wait: maybe(oneOf('long')),
});

const LONGEST_WAIT_MS = 30_000;

/** A listed event is also acknowledged for the pull subscriptions of the agent. */
async function listEvents({ world, user, params, query }: Call<undefined, EventQuery>): Promise<SandboxReply> {
  const agent = findOwnAgent(world, user, params.ref);
  const find = () => findEvents(world, agent, query);
  const events = query.wait === 'long' ? await findOrWait(world, find) : find();
  const cursor = events.at(-1)?.id ?? null;
  acknowledge(world, agent, Math.max(cursor ?? 0, query.since));
  const body = {
    events: events.map((event) => viewPulledEvent(world, event)),
    next_cursor: cursor,
    has_more: events.length === query.limit,
  };
  return world.has('events-as-text') ? json(200, body, { 'Content-Type': 'text/plain; charset=utf-8' }) : ok(body);
}

function findEvents(world: World, agent: Agent, { since, limit, event_type }: EventQuery): readonly AgentEvent[] {
  return eventsSince(world, agent.id, world.has('event-cursor-stuck') ? 0 : since)
    .filter((event) => event_type == null || event.event_type === event_type)
    .slice(0, limit);
}

/** Returns existing events at once, or waits up to 30 seconds for the first one. */
function findOrWait(world: World, find: () => readonly AgentEvent[]): Promise<readonly AgentEvent[]> {
  const found = find();
  if (found.length > 0) return Promise.resolve(found);
  return new Promise((resolve) => {
    const finish = (events: readonly AgentEvent[]) => {
      clearTimeout(timer);
      world.eventListeners.delete(listener);
      resolve(events);
    };
    const listener = () => {
      const events = find();
      if (events.length > 0) finish(events);
    };
    const timer = setTimeout(finish, LONGEST_WAIT_MS, []);
    timer.unref();
    world.eventListeners.add(listener);
  });
}

function acknowledge(world: World, agent: Agent, eventId: number): void {
  for (const subscription of world.state.subscriptions.values()) {
    const isPuller = subscription.agent_id === agent.id && subscription.delivery_target === 'pull';
    if (!isPuller || subscription.detached_at !== null || eventId === 0) continue;
    subscription.last_acked_event_id = Math.max(subscription.last_acked_event_id ?? 0, eventId);
  }
}
