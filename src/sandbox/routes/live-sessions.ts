import { findOwnAgent } from '../agents/lookup.ts';
import { allSessions, attachedSessions } from '../agents/sessions.ts';
import { ApiError } from '../errors.ts';
import { created, ok, type SandboxReply } from '../http/message.ts';
import { type Call, type Route, userRoute } from '../http/route.ts';
import type { Agent, LiveSession } from '../records/agent.ts';
import { object } from '../validate/containers.ts';
import { type Infer, maybe, withDefault } from '../validate/schema.ts';
import { boolean, text } from '../validate/values.ts';
import { viewLiveSession } from '../views/live-session-view.ts';
import type { World } from '../world.ts';

const ROOT = '/v1/agents/{ref}/live-sessions';

export function liveSessionRoutes(): readonly Route[] {
  return [
    userRoute({ operation: 'live_sessions.register', request: `POST ${ROOT}`, body: REGISTER, handle: register }),
    userRoute({ operation: 'live_sessions.list', request: `GET ${ROOT}`, query: LIST_QUERY, handle: listSessions }),
    userRoute({ operation: 'live_sessions.detach', request: `DELETE ${ROOT}/{label}`, handle: detach }),
    userRoute({ operation: 'live_sessions.update', request: `PATCH ${ROOT}/{label}`, body: UPDATE, handle: update }),
    userRoute({
      operation: 'live_sessions.heartbeat',
      request: `POST ${ROOT}/{label}/heartbeat`,
      body: HEARTBEAT,
      handle: heartbeat,
    }),
  ];
}

const REGISTER = object({
  label: text({ min: 1, max: 64 }),
  cue_id: text({ min: 1, max: 128 }),
  task_name: text({ min: 1, max: 255 }),
  is_default: withDefault(boolean(), false),
  monitor_version: maybe(text({ max: 64 })),
  session_token: maybe(text({ max: 80 })),
});
const LIST_QUERY = object({ include_detached: withDefault(boolean(), false) });
const UPDATE = object({ is_default: maybe(boolean()), session_token: maybe(text({ max: 80 })) });
const HEARTBEAT = maybe(object({ monitor_version: maybe(text({ max: 64 })) }));

function register({ world, user, params, body }: Call<Infer<typeof REGISTER>>): SandboxReply {
  const agent = findOwnAgent(world, user, params.ref);
  requireRoom(world, agent, body);
  const now = world.clock.now();
  const session: LiveSession = {
    id: world.ids.uuid(),
    agent_id: agent.id,
    label: body.label,
    cue_id: body.cue_id,
    task_name: body.task_name,
    is_default: body.is_default,
    monitor_version: body.monitor_version ?? null,
    session_token: body.session_token ?? null,
    heartbeat_at: now,
    last_claim_at: null,
    attached_at: now,
    detached_at: null,
    hold: null,
  };
  world.state.liveSessions.push(session);
  return created(viewLiveSession(world, session));
}

/** Each cue id has at most one session. Each agent has at most one default session, and one session per label. */
function requireRoom(world: World, agent: Agent, body: Infer<typeof REGISTER>): void {
  const attached = attachedSessions(world, agent);
  const rules = {
    ix_agent_live_sessions_cue_id: world.state.liveSessions.some(({ cue_id }) => cue_id === body.cue_id),
    ux_agent_live_sessions_one_default_per_agent: body.is_default && attached.some(({ is_default }) => is_default),
    ux_agent_live_sessions_label_per_agent: attached.some(({ label }) => label === body.label),
  };
  for (const [index, isBroken] of Object.entries(rules)) if (isBroken) throw conflict(index);
}

/** Unlike every other list operation, this operation returns a bare array. */
function listSessions({ world, user, params, query }: Call<undefined, Infer<typeof LIST_QUERY>>): SandboxReply {
  const agent = findOwnAgent(world, user, params.ref);
  const sessions = query.include_detached ? allSessions(world, agent) : attachedSessions(world, agent);
  return ok(sessions.map((session) => viewLiveSession(world, session)));
}

function detach(call: Call): SandboxReply {
  const session = findSession(call);
  session.detached_at = call.world.clock.now();
  session.is_default = false;
  return ok(viewLiveSession(call.world, session));
}

/** A session can become the default, but cannot stop being the default. */
function update(call: Call<Infer<typeof UPDATE>>): SandboxReply {
  const { world, body } = call;
  if (body.is_default == null && body.session_token == null) {
    throw new ApiError(400, 'no_mutable_fields', 'Give is_default or session_token');
  }
  if (body.is_default === false) throw new ApiError(400, 'invalid_default_flip', 'is_default can only be set to true');
  const session = findSession(call);
  if (body.is_default) {
    for (const other of world.state.liveSessions) {
      if (other.agent_id === session.agent_id && other.detached_at === null) other.is_default = other === session;
    }
  }
  session.session_token = body.session_token ?? session.session_token;
  return ok(viewLiveSession(world, session));
}

function heartbeat(call: Call<Infer<typeof HEARTBEAT>>): SandboxReply {
  const session = findSession(call);
  session.heartbeat_at = call.world.clock.now();
  session.monitor_version = call.body?.monitor_version ?? session.monitor_version;
  return ok(viewLiveSession(call.world, session));
}

function findSession({ world, user, params }: Pick<Call, 'world' | 'user' | 'params'>): LiveSession {
  const agent = findOwnAgent(world, user, params.ref);
  const session = attachedSessions(world, agent).find(({ label }) => label === params.label);
  if (!session) throw new ApiError(404, 'live_session_not_found', 'Live session not found');
  return session;
}

/** As on the real server, the message contains the name of the database constraint. */
function conflict(constraint: string): ApiError {
  return new ApiError(
    409,
    'live_session_conflict',
    `Could not register session: duplicate key value violates unique constraint "${constraint}"`,
  );
}
