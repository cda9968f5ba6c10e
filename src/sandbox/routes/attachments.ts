import { agentNotFound } from '../agents/lookup.ts';
import { attachedSessions } from '../agents/sessions.ts';
import { ApiError, RawApiError } from '../errors.ts';
import { created, empty, ok, type SandboxReply } from '../http/message.ts';
import { type Call, type Route, userRoute } from '../http/route.ts';
import type { Agent, DaemonHold, LiveSession } from '../records/agent.ts';
import { zulu, zuluOrNull } from '../time-format.ts';
import { list, object } from '../validate/containers.ts';
import { datetime } from '../validate/datetime.ts';
import { type Infer, maybe, withDefault } from '../validate/schema.ts';
import { isUuid, text, uuid } from '../validate/values.ts';
import type { World } from '../world.ts';

const ROOT = '/v1/agents/{ref}/attachments';

export function attachmentRoutes(): readonly Route[] {
  return [
    userRoute({ operation: 'attachments.create', request: `POST ${ROOT}`, body: CREATE, handle: attach }),
    userRoute({ operation: 'attachments.delete', request: `DELETE ${ROOT}/{token}`, handle: detach }),
    userRoute({
      operation: 'attachments.reconcile',
      request: 'POST /v1/agents/reconcile-attachments',
      body: RECONCILE,
      handle: reconcile,
    }),
  ];
}

/** Matches a ULID, with or without a version prefix. */
const TOKEN = text({ min: 26, max: 32, pattern: /^(?:v[a-z0-9]+_)?[0-9A-HJKMNP-TV-Z]{26}$/ });

const CREATE = object(
  {
    label: text({ min: 1, max: 64 }),
    task_name: text({ min: 1, max: 255 }),
    ipc_session_token: TOKEN,
    attached_at: maybe(datetime()),
    monitor_version: maybe(text({ max: 64 })),
  },
  'forbid',
);

const ENTRY = object(
  {
    label: text({ min: 1, max: 64 }),
    task_name: text({ min: 1, max: 255 }),
    ipc_session_token: TOKEN,
    attached_at: datetime(),
  },
  'forbid',
);

const RECONCILE = object(
  { daemon_id: uuid(), reconciled_at: datetime(), attachments: withDefault(list(ENTRY), []) },
  'forbid',
);

/** An agent has one attached session per label. A daemon can replace only its own session. */
function attach(call: Call<Infer<typeof CREATE>>): SandboxReply {
  const { world, body } = call;
  const daemonId = readDaemonId(call);
  const agent = findByOpaqueId(call);
  const attached = attachedSessions(world, agent);
  const before = attached.find(({ label }) => label === body.label);
  if (before && before.hold?.daemon_id !== daemonId) throw attachmentExists(before);
  const session = openSession(world, agent, { body, daemonId });
  // A session with the label `main` becomes the default if the agent has no default session.
  const isFirst = body.label === 'main' && !attached.some(({ is_default }) => is_default);
  session.is_default = before ? before.is_default : isFirst;
  if (before) before.detached_at = session.attached_at;
  world.state.liveSessions.push(session);
  return created(viewAttachment(session, before?.hold?.ipc_session_token ?? null));
}

function openSession(world: World, agent: Agent, { body, daemonId }: Opening): Holding {
  const at = body.attached_at?.at ?? world.clock.now();
  const { ipc_session_token, label, task_name } = body;
  return {
    id: world.ids.uuid(),
    agent_id: agent.id,
    label,
    cue_id: ipc_session_token,
    task_name,
    is_default: false,
    monitor_version: body.monitor_version ?? null,
    session_token: null,
    heartbeat_at: null,
    last_claim_at: null,
    attached_at: at,
    detached_at: null,
    hold: { daemon_id: daemonId, ipc_session_token, transport: 'ipc', last_reconciled_at: at },
  };
}

interface Opening {
  readonly body: Infer<typeof CREATE>;
  readonly daemonId: string;
}

type Holding = LiveSession & { readonly hold: DaemonHold };

function viewAttachment({ id, agent_id, label, task_name, attached_at, hold }: Holding, superseded: string | null) {
  return {
    id,
    agent_id,
    label,
    task_name,
    transport: hold.transport,
    ipc_session_token: hold.ipc_session_token,
    daemon_id: hold.daemon_id,
    attached_at: zulu(attached_at),
    last_reconciled_at: zulu(hold.last_reconciled_at),
    supersedes_token: superseded,
  };
}

/** The error object `attachment_exists` has neither a message nor a status. */
function attachmentExists({ attached_at, hold }: LiveSession): RawApiError {
  return new RawApiError(409, {
    code: 'attachment_exists',
    existing_token: hold?.ipc_session_token ?? '',
    existing_daemon_id: hold?.daemon_id ?? '',
    existing_attached_at: zulu(attached_at),
    existing_last_reconciled_at: zuluOrNull(hold?.last_reconciled_at ?? null),
    hint: 'Detach the existing attachment first, or wait until the existing daemon detaches',
  });
}

/** Returns 204 if this DELETE detaches a session. Otherwise returns 200, even for an unknown token. */
function detach(call: Call): SandboxReply {
  const { world, params } = call;
  const daemonId = readDaemonId(call);
  const session = attachedSessions(world, findByOpaqueId(call)).find(
    ({ hold }) => hold?.daemon_id === daemonId && hold.ipc_session_token === params.token,
  );
  if (session) {
    session.detached_at = world.clock.now();
    return empty(204);
  }
  if (world.has('attachment-delete-not-repeatable')) {
    throw new ApiError(404, 'attachment_not_found', 'Attachment not found');
  }
  return ok({ deleted: false, reason: 'already_deleted' });
}

/** A daemon sends a list of its attachments. Compares this list with the stored attachments of the daemon in all accounts. */
function reconcile(call: Call<Infer<typeof RECONCILE>>): SandboxReply {
  const { world, body } = call;
  const daemonId = readDaemonId(call);
  if (daemonId !== body.daemon_id) {
    throw new ApiError(400, 'daemon_id_mismatch', 'daemon_id differs from X-CueAPI-Daemon-Id');
  }
  const held = world.state.liveSessions.flatMap((session) => {
    const isHeld = session.detached_at === null && session.hold?.daemon_id === daemonId;
    return isHeld && session.hold ? [{ session, hold: session.hold }] : [];
  });
  const upserted = body.attachments.flatMap(({ label, ipc_session_token, task_name }) => {
    const row = held.find(
      ({ session, hold }) => session.label === label && hold.ipc_session_token === ipc_session_token,
    );
    return row ? [{ ...row, task_name }] : [];
  });
  for (const { session, hold, task_name } of upserted) {
    session.task_name = task_name;
    Object.assign(hold, { transport: 'ipc', last_reconciled_at: world.clock.now() });
  }
  const named = new Set(body.attachments.map(({ ipc_session_token }) => ipc_session_token));
  const downgraded = held.filter(({ hold }) => hold.transport === 'ipc' && !named.has(hold.ipc_session_token));
  for (const { hold } of downgraded) hold.transport = 'poll';
  return ok({
    daemon_id: daemonId,
    reconciled_at: zulu(body.reconciled_at.at),
    upserted_count: upserted.length,
    downgraded_count: downgraded.length,
  });
}

function readDaemonId({ header }: Pick<Call, 'header'>): string {
  const id = header('x-cueapi-daemon-id');
  if (!id) throw new ApiError(400, 'missing_daemon_id', 'X-CueAPI-Daemon-Id is required');
  if (!isUuid(id)) throw new ApiError(400, 'invalid_daemon_id', 'X-CueAPI-Daemon-Id must be a UUID');
  return id.toLowerCase();
}

function findByOpaqueId({ world, user, params }: Pick<Call, 'world' | 'user' | 'params'>): Agent {
  const ref = params.ref ?? '';
  if (!ref.startsWith('agt_')) throw new ApiError(400, 'invalid_agent_ref', 'Expected an opaque agent id');
  const agent = world.state.agents.get(ref);
  // A deleted agent is found here. Other operations respond with 404 to a deleted agent.
  if (agent?.user_id !== user.id) throw agentNotFound();
  return agent;
}
