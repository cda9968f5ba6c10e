import { type RosterLine, rosterEtag } from '../agents/roster-etag.ts';
import { attachedSessions } from '../agents/sessions.ts';
import { DAY, HOUR, MINUTE } from '../clock.ts';
import type { Agent, AgentStatus, LiveSession } from '../records/agent.ts';
import { zulu } from '../time-format.ts';
import type { ObjectValue } from '../validate/containers.ts';
import type { World } from '../world.ts';
import { viewLiveSession } from './live-session-view.ts';

export function viewRosterEntry(world: World, agent: Agent): ObjectValue {
  const { name, display_name, description, online, preferred_contact, status } = rosterLine(world, agent);
  const last_seen_relative = lastSeen(world, agent);
  const plain = { name, display_name, description, online, last_seen_relative, preferred_contact, status };
  return world.hosted ? { ...plain, presence: viewPresence(world, agent) } : plain;
}

export function rosterLine(world: World, agent: Agent): RosterLine {
  const { description } = agent.metadata;
  const status = derivedStatus(world, agent);
  return {
    name: agent.slug,
    display_name: agent.display_name,
    description: typeof description === 'string' ? description : null,
    online: status === 'online',
    preferred_contact: agent.webhook_url === null ? 'async' : 'sync',
    status,
    bucketed_seen: bucketedSeen(agent),
  };
}

/** The names and types of the members come from the SDK and the CLI, but the values are guesses. */
export function viewPresence(world: World, agent: Agent): ObjectValue {
  const sessions = attachedSessions(world, agent);
  const fallback = sessions.find(({ is_default }) => is_default);
  const line = rosterLine(world, agent);
  return {
    slug: agent.slug,
    online: line.online,
    derived_status: line.status,
    bucketed_seen: line.bucketed_seen,
    default_live: fallback ? viewPresent(world, fallback) : null,
    labeled_sessions: sessions.filter(({ is_default }) => !is_default).map((session) => viewPresent(world, session)),
    etag: rosterEtag([line]),
  };
}

function viewPresent(world: World, session: LiveSession): ObjectValue {
  const { label, cue_id, is_default, heartbeat_age_sec } = viewLiveSession(world, session);
  return { label, cue_id, is_default, heartbeat_age_sec };
}

/** The status `online` changes if the agent was not seen recently. All other statuses stay as they are. */
function derivedStatus(world: World, agent: Agent): AgentStatus {
  if (agent.status !== 'online') return agent.status;
  const age = ageOf(world, agent);
  if (age <= 5 * MINUTE) return 'online';
  return age <= 30 * MINUTE ? 'away' : 'offline';
}

function lastSeen(world: World, agent: Agent): string {
  if (agent.last_seen_at === null) return 'never';
  const age = ageOf(world, agent);
  if (age < MINUTE) return 'active now';
  if (age < HOUR) return `${Math.floor(age / MINUTE)}m ago`;
  return age < DAY ? `${Math.floor(age / HOUR)}h ago` : `${Math.floor(age / DAY)}d ago`;
}

/** Rounds down to five minutes, because the ETag must not change with every request. */
function bucketedSeen(agent: Agent): string | null {
  if (agent.last_seen_at === null) return null;
  return zulu(agent.last_seen_at - (agent.last_seen_at % (5 * MINUTE)));
}

function ageOf(world: World, agent: Agent): number {
  return agent.last_seen_at === null ? Number.POSITIVE_INFINITY : world.clock.now() - agent.last_seen_at;
}
