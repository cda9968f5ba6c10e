import { newWebhookSecret } from '../accounts.ts';
import { createAgent, requireCallbackUrl } from '../agents/create.ts';
import { agentNotFound, findOwnAgent, resolveAgent, SLUG } from '../agents/lookup.ts';
import { type RosterLine, rosterEtag } from '../agents/roster-etag.ts';
import { requireConfirmation } from '../auth.ts';
import { ApiError } from '../errors.ts';
import { created, empty, json, ok, type SandboxReply } from '../http/message.ts';
import { cutPage, newestFirst, pageFields } from '../http/page.ts';
import { type Call, type Route, userRoute } from '../http/route.ts';
import type { Agent } from '../records/agent.ts';
import { zulu } from '../time-format.ts';
import { onHosted } from '../validate/by-profile.ts';
import { anyObject, object } from '../validate/containers.ts';
import { type Infer, maybe, nullAsDefault, withDefault } from '../validate/schema.ts';
import { boolean, oneOf, text } from '../validate/values.ts';
import { viewAgent } from '../views/agent-view.ts';
import { rosterLine, viewPresence, viewRosterEntry } from '../views/presence-view.ts';
import type { World } from '../world.ts';

type AgentCreate = Infer<ReturnType<typeof createSchema>>;

export function agentRoutes(world: World): readonly Route[] {
  const create = createSchema(world);
  const presence = userRoute({
    operation: 'agents.presence',
    request: 'GET /v1/agents/{ref}/presence',
    handle: getPresence,
  });
  return [
    userRoute({ operation: 'agents.create', request: 'POST /v1/agents', body: create, handle: create201 }),
    userRoute({ operation: 'agents.list', request: 'GET /v1/agents', query: LIST_QUERY, handle: listAgents }),
    rosterRoute(),
    userRoute({ operation: 'agents.get', request: 'GET /v1/agents/{ref}', query: GET_QUERY, handle: getAgent }),
    userRoute({ operation: 'agents.update', request: 'PATCH /v1/agents/{ref}', body: UPDATE, handle: updateAgent }),
    userRoute({ operation: 'agents.delete', request: 'DELETE /v1/agents/{ref}', handle: deleteAgent }),
    ...agentSecretRoutes(),
    ...(world.hosted ? [presence] : []),
  ];
}

function createSchema(world: World) {
  const metadata = world.has('agent-metadata-null-accepted')
    ? nullAsDefault(anyObject(), {})
    : withDefault(anyObject(), {});
  const fields = {
    display_name: text({ min: 1, max: 255 }),
    slug: maybe(text({ min: 1, max: 64, pattern: SLUG })),
    webhook_url: maybe(text({ max: 2048 })),
    metadata,
    parent_agent_id: onHosted(world, maybe(text({ min: 1 })), 'refused'),
  };
  return object(fields, world.has('agent-unknown-field-accepted') ? 'ignore' : 'forbid');
}

const STATUS = oneOf('online', 'offline', 'away');
const GET_QUERY = object({ include_deleted: withDefault(boolean(), false) });
const LIST_QUERY = object({
  status: maybe(text()),
  include_deleted: withDefault(boolean(), false),
  ...pageFields({ limit: 50, max: 100 }),
});

const UPDATE = object(
  {
    display_name: maybe(text({ min: 1, max: 255 })),
    webhook_url: maybe(text({ max: 2048 })),
    status: maybe(STATUS),
    metadata: maybe(anyObject()),
  },
  'forbid',
);

function create201({ world, user, body }: Call<AgentCreate>): SandboxReply {
  if (body.parent_agent_id) findOwnAgent(world, user, body.parent_agent_id);
  const agent = createAgent(world, user, body);
  const reply = viewAgent(world, agent, agent.webhook_secret);
  return created(reply);
}

function listAgents({ world, user, query }: Call<undefined, Infer<typeof LIST_QUERY>>): SandboxReply {
  const { status, include_deleted, limit, offset } = query;
  if (status != null && !['online', 'offline', 'away'].includes(status)) {
    throw new ApiError(400, 'invalid_status', 'status must be online, offline or away');
  }
  const found = newestFirst(world.state.agents.values()).filter(
    (agent) =>
      agent.user_id === user.id &&
      (include_deleted || agent.deleted_at === null) &&
      (status == null || agent.status === status),
  );
  const page = world.has('agent-list-limit-ignored') ? found.slice(offset) : cutPage(found, { limit, offset });
  return ok({ agents: page.map((agent) => viewAgent(world, agent)), total: found.length, limit, offset });
}

function getAgent({ world, user, params, query }: Call<undefined, Infer<typeof GET_QUERY>>): SandboxReply {
  const includeDeleted = query.include_deleted || world.has('deleted-agent-still-readable');
  const agent = world.has('agent-visible-to-others')
    ? resolveAgent(world, params.ref ?? '', { includeDeleted })
    : findOwnAgent(world, user, params.ref, { includeDeleted });
  const added = world.has('response-field-added') ? { internal_shard: 7 } : {};
  return json(200, { ...viewAgent(world, agent), ...added });
}

/** An update changes neither the slug nor the parent of an agent. */
function updateAgent({ world, user, params, body }: Call<Infer<typeof UPDATE>>): SandboxReply {
  const agent = findOwnAgent(world, user, params.ref);
  if (body.webhook_url) requireCallbackUrl(body.webhook_url);
  if (body.webhook_url !== undefined) setWebhook(world, agent, body.webhook_url);
  agent.display_name = body.display_name ?? agent.display_name;
  if (!world.has('agent-metadata-not-updated')) agent.metadata = body.metadata ?? agent.metadata;
  agent.status = body.status ?? agent.status;
  agent.updated_at = world.clock.now();
  return ok(viewAgent(world, agent));
}

/** An agent keeps its webhook secret as long as it has any webhook URL. */
function setWebhook(world: World, agent: Agent, url: string | null): void {
  agent.webhook_url = url;
  agent.webhook_secret = url === null ? null : (agent.webhook_secret ?? newWebhookSecret(world));
}

function deleteAgent({ world, user, params }: Call): SandboxReply {
  const agent = findOwnAgent(world, user, params.ref, { includeDeleted: true });
  if (agent.deleted_at !== null) throw agentNotFound();
  agent.deleted_at = world.clock.now();
  agent.updated_at = agent.deleted_at;
  return empty(204);
}

function getPresence({ world, user, params }: Call): SandboxReply {
  const agent = findOwnAgent(world, user, params.ref);
  return ok({ agent_id: agent.id, ...viewPresence(world, agent) });
}

function rosterRoute(): Route {
  return userRoute({ operation: 'agents.roster', request: 'GET /v1/agents/roster', handle: getRoster });
}

/** Returns the agents, sorted by slug. The ETag does not depend on `generated_at`. */
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
  // It is a guess that the hosted server also sends the ETag in the body of the roster.
  return json(200, world.hosted ? { ...body, etag } : body, { 'Cache-Control': 'private, max-age=300', ...headers });
}

function makeEtag(world: World, lines: readonly RosterLine[]): string {
  return rosterEtag(lines, world.has('roster-etag-unstable') ? world.ids.uuid() : '');
}

function isFresh(world: World, known: string | undefined, etag: string): boolean {
  if (known === undefined || world.has('roster-never-304')) return false;
  return known === etag || world.has('roster-always-304');
}

function agentSecretRoutes(): readonly Route[] {
  return [
    userRoute({
      operation: 'agents.get_webhook_secret',
      request: 'GET /v1/agents/{ref}/webhook-secret',
      handle: getSecret,
    }),
    userRoute({
      operation: 'agents.regenerate_webhook_secret',
      request: 'POST /v1/agents/{ref}/webhook-secret/regenerate',
      handle: regenerateSecret,
    }),
  ];
}

function getSecret({ world, user, params }: Call): SandboxReply {
  const secret = secretOf({ world, user, params });
  if (secret === null) throw new ApiError(404, 'no_webhook_secret', 'Agent has no webhook secret');
  return ok({ webhook_secret: secret });
}

function secretOf({ world, user, params }: Pick<Call, 'world' | 'user' | 'params'>): string | null {
  try {
    return findOwnAgent(world, user, params.ref).webhook_secret;
  } catch (error) {
    if (world.has('secret-error-code-swapped') && error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

function regenerateSecret({ world, user, params, request }: Call): SandboxReply {
  if (!world.has('agent-secret-unconfirmed')) requireConfirmation(request);
  const agent = findOwnAgent(world, user, params.ref);
  if (agent.webhook_url === null) throw new ApiError(409, 'no_webhook_url', 'Agent has no webhook_url');
  agent.webhook_secret = newWebhookSecret(world);
  return ok({ webhook_secret: agent.webhook_secret });
}
