import { MINUTE } from '../clock.ts';
import { json, ok, type SandboxReply, withHeaders } from '../http/message.ts';
import { type OpenCall, openRoute, type Route } from '../http/route.ts';
import type { Execution } from '../records/execution.ts';
import { offset, wholeSeconds } from '../time-format.ts';
import type { World } from '../world.ts';

export function healthRoutes(): readonly Route[] {
  return [
    openRoute({ operation: 'health.get', request: 'GET /health', handle: getHealth }),
    openRoute({ operation: 'status.get', request: 'GET /status', handle: () => json(200, { status: 'healthy' }) }),
    openRoute({ operation: 'info.get', request: 'GET /v1/info', handle: getInfo }),
  ];
}

function getHealth({ world }: OpenCall): SandboxReply {
  const now = offset(world.clock.now());
  const workers = viewWorkers(world);
  const reply = ok({
    status: 'healthy',
    version: '1.0.0',
    timestamp: now,
    services: { postgres: 'ok', redis: 'ok', poller: 'ok', worker: workers.active_count > 0 ? 'ok' : 'none' },
    poller: { last_run: now, seconds_ago: 0, cues_last_cycle: 0, cycle_duration_ms: 1 },
    workers,
    queue: viewQueue(world),
  });
  return world.settings.nonce === undefined ? reply : withHeaders(reply, { 'X-Parity-Nonce': world.settings.nonce });
}

/** As on the real server, the time of the last heartbeat ends with the malformed `+00:00Z`. */
function viewWorkers(world: World) {
  const beats = [...world.state.workers.values()].map((worker) => worker.last_heartbeat);
  const active = beats.filter((beat) => wholeSeconds(beat, world.clock.now()) < 180).length;
  return active === 0
    ? { active_count: 0 }
    : { active_count: active, last_heartbeat: `${offset(Math.max(...beats))}Z` };
}

const STALE_MS = 5 * MINUTE;

function viewQueue(world: World) {
  const executions = [...world.state.executions.values()];
  const count = (isCounted: (execution: Execution) => boolean) => executions.filter(isCounted).length;
  const isWorkers = ({ cue_id }: Execution) => world.state.cues.get(cue_id)?.transport === 'worker';
  const oldest = world.clock.now() - STALE_MS;
  return {
    pending_outbox: count((execution) => execution.status === 'pending' && !isWorkers(execution)),
    stale_executions: count(({ status, updated_at }) => status === 'delivering' && updated_at < oldest),
    pending_retries: count(({ status }) => status === 'retrying' || status === 'retry_ready'),
    pending_worker_claims: count((execution) => execution.status === 'pending' && isWorkers(execution)),
  };
}

function getInfo(): SandboxReply {
  return ok({
    version: '0.1.0',
    authorization_backend: 'external',
    authentication_paths: { per_user_api_key: true, internal_token_with_on_behalf_of: true },
    disabled_primitives: [],
  });
}
