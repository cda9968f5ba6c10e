import { type RosterLine, rosterEtag } from '../agents/roster-etag.ts';
import { empty, json, type SandboxReply } from '../http/message.ts';
import { type Call, type Route, userRoute } from '../http/route.ts';
import { zulu } from '../time-format.ts';
import { rosterLine, viewRosterEntry } from '../views/presence-view.ts';
import type { World } from '../world.ts';

export function rosterRoute(): Route {
  return userRoute({ operation: 'agents.roster', request: 'GET /v1/agents/roster', handle: getRoster });
}

/** The directory, by slug, with a validator over everything in it but the time. */
function getRoster({ world, user, header }: Call): SandboxReply {
  const agents = [...world.state.agents.values()]
    .filter((agent) => agent.user_id === user.id && agent.deleted_at === null)
    .sort((a, b) => (a.slug < b.slug ? -1 : 1));
  const etag = makeEtag(
    world,
    agents.map((agent) => rosterLine(world, agent)),
  );
  const known = header('if-none-match');
  if (isFresh(world, known, etag)) return empty(304, { ETag: etag });
  const body = {
    generated_at: zulu(world.clock.now()),
    agents: agents.map((agent) => viewRosterEntry(world, agent)),
  };
  const headers: Record<string, string> = world.has('roster-etag-missing') ? {} : { ETag: etag };
  // Second-hand: the hosted roster is said to carry its etag in the body too.
  return json(200, world.hosted ? { ...body, etag } : body, { 'Cache-Control': 'private, max-age=300', ...headers });
}

function makeEtag(world: World, lines: readonly RosterLine[]): string {
  return rosterEtag(lines, world.has('roster-etag-unstable') ? world.ids.uuid() : '');
}

function isFresh(world: World, known: string | undefined, etag: string): boolean {
  if (known === undefined || world.has('roster-never-304')) return false;
  return known === etag || world.has('roster-always-304');
}
