import { ApiError, RawApiError } from '../errors.ts';
import { empty, ok, type SandboxReply } from '../http/message.ts';
import { type Call, type Route, userRoute } from '../http/route.ts';
import type { Worker } from '../records/execution.ts';
import { wholeSeconds, zulu } from '../time-format.ts';
import { list, object } from '../validate/containers.ts';
import { type Infer, maybe } from '../validate/schema.ts';
import { text } from '../validate/values.ts';
import type { World } from '../world.ts';

export function workerRoutes(): readonly Route[] {
  return [
    userRoute({
      operation: 'workers.heartbeat',
      request: 'POST /v1/worker/heartbeat',
      body: HEARTBEAT,
      handle: heartbeat,
    }),
    userRoute({ operation: 'workers.list', request: 'GET /v1/workers', handle: listWorkers }),
    userRoute({ operation: 'workers.delete', request: 'DELETE /v1/workers/{worker_id}', handle: deleteWorker }),
  ];
}

const HEARTBEAT = object({ worker_id: text({ max: 255 }), handlers: maybe(list(text())) });

const ACTIVE_SECONDS = 180;
const STALE_SECONDS = 900;

/** If no worker sent a heartbeat recently, the response to a new worker cue contains a warning. */
export function hasLiveWorker(world: World, userId: string): boolean {
  return [...world.state.workers.values()].some(
    (worker) => worker.user_id === userId && wholeSeconds(worker.last_heartbeat, world.clock.now()) < ACTIVE_SECONDS,
  );
}

function heartbeat({ world, user, body }: Call<Infer<typeof HEARTBEAT>>): SandboxReply {
  const now = world.clock.now();
  const key = workerKey(user.id, body.worker_id);
  const handlers = world.has('worker-handlers-dropped') ? null : (body.handlers ?? null);
  const known = world.state.workers.get(key);
  if (known) Object.assign(known, { handlers, last_heartbeat: now });
  else {
    const worker = {
      user_id: user.id,
      worker_id: body.worker_id,
      handlers,
      last_heartbeat: now,
      registered_since: now,
    };
    world.state.workers.set(key, worker);
  }
  return ok({ acknowledged: true, server_time: zulu(now) });
}

function listWorkers({ world, user }: Call): SandboxReply {
  const workers = [...world.state.workers.values()].filter((worker) => worker.user_id === user.id);
  return ok({ workers: workers.map((worker) => viewWorker(world, worker)) });
}

function viewWorker(world: World, worker: Worker) {
  const age = wholeSeconds(worker.last_heartbeat, world.clock.now());
  const status = age < ACTIVE_SECONDS ? 'active' : age < STALE_SECONDS ? 'stale' : 'dead';
  return {
    worker_id: worker.worker_id,
    last_heartbeat: zulu(worker.last_heartbeat),
    seconds_since_heartbeat: age,
    heartbeat_status: world.has('worker-status-unknown') ? 'alive' : status,
    handlers: worker.handlers,
    registered_since: zulu(worker.registered_since),
  };
}

function deleteWorker({ world, user, params }: Call): SandboxReply {
  const key = workerKey(user.id, params.worker_id ?? '');
  if (!world.state.workers.has(key)) throw workerNotFound(world);
  if (!world.has('deleted-worker-still-listed')) world.state.workers.delete(key);
  return empty(204);
}

function workerNotFound(world: World): Error {
  const message = 'Worker not found';
  if (world.has('envelope-key-renamed')) {
    return new RawApiError(404, { code: 'worker_not_found', detail: message, status: 404 });
  }
  return new ApiError(404, 'worker_not_found', message);
}

function workerKey(userId: string, workerId: string): string {
  return `${userId} ${workerId}`;
}
