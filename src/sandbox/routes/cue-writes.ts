import { requireConfirmation } from '../auth.ts';
import type { Instant } from '../clock.ts';
import { nextCronRun } from '../cron.ts';
import { ApiError } from '../errors.ts';
import { empty, json, ok, type SandboxReply } from '../http/message.ts';
import { type Call, type Route, userRoute } from '../http/route.ts';
import type { User } from '../records/account.ts';
import type { Cue, Schedule } from '../records/cue.ts';
import { createExecution } from '../runs/executions.ts';
import { list, object } from '../validate/containers.ts';
import { text } from '../validate/values.ts';
import { viewCue } from '../views/cue-view.ts';
import type { World } from '../world.ts';
import {
  NO_HOSTED,
  toCallback,
  toHosted,
  toOnFailure,
  toPayload,
  toRetry,
  toSchedule,
  toVerification,
} from './cue-parts.ts';
import { type CueCreate, type CueUpdate, cueCreateSchema, cueUpdateSchema } from './cue-schemas.ts';
import { findCue } from './lookup.ts';
import { countedCues } from './usage.ts';
import { hasLiveWorker } from './workers.ts';

export function cueWriteRoutes(world: World): readonly Route[] {
  const routes = [
    userRoute({
      operation: 'cues.create',
      request: 'POST /v1/cues',
      body: cueCreateSchema(world),
      handle: createCue,
    }),
    userRoute({
      operation: 'cues.update',
      request: 'PATCH /v1/cues/{cue_id}',
      body: cueUpdateSchema(world),
      handle: updateCue,
    }),
    userRoute({ operation: 'cues.delete', request: 'DELETE /v1/cues/{cue_id}', handle: deleteCue }),
  ];
  const bulk = userRoute({
    operation: 'cues.bulk_delete',
    request: 'POST /v1/cues/bulk-delete',
    body: object({ ids: list(text(), { min: 1, max: 100 }) }),
    handle: bulkDelete,
  });
  return world.hosted ? [...routes, bulk] : routes;
}

function createCue({ world, user, body }: Call<CueCreate>): SandboxReply {
  requireFreeName(world, user, { name: body.name });
  const limit = user.limits.active_cues;
  if (countedCues(world, user) >= limit) {
    throw new ApiError(403, 'cue_limit_exceeded', `Active cue limit of ${limit} reached`);
  }
  const cue = buildCue(world, user, body);
  world.state.cues.set(cue.id, cue);
  scheduleNextRun(world, cue);
  const isUnattended = cue.transport === 'worker' && !hasLiveWorker(world, user.id);
  const warning = isUnattended ? 'No active worker: executions wait until a worker reports' : null;
  return json(world.has('create-answers-200') ? 200 : 201, viewCue(world, cue, warning));
}

function buildCue(world: World, user: User, body: CueCreate): Cue {
  const now = world.clock.now();
  return {
    id: world.ids.short('cue_'),
    user_id: user.id,
    name: body.name,
    description: world.has('cue-description-dropped') ? null : (body.description ?? null),
    status: 'active',
    transport: body.transport,
    schedule: toSchedule(world, body.schedule),
    callback: toCallback(body.transport, body.callback),
    payload: toPayload(body.payload),
    retry: toRetry(body.retry),
    next_run: null,
    last_run: null,
    run_count: 0,
    fired_count: 0,
    on_failure: toOnFailure(body.on_failure),
    verification: toVerification(body.verification),
    hosted: toHosted(NO_HOSTED, body),
    created_at: now,
    updated_at: now,
  };
}

/** Computes all changes first, because a rejected update must not change the cue. */
function updateCue({ world, user, body, params }: Call<CueUpdate>): SandboxReply {
  const cue = findCue(world, user, params.cue_id);
  const changed = { ...cue, ...changesOf(world, cue, body) };
  if (changed.name !== cue.name) requireFreeName(world, user, changed);
  Object.assign(cue, changed, { updated_at: world.clock.now() });
  if (body.status === 'paused') cue.next_run = null;
  else if (body.status != null || body.schedule != null) scheduleNextRun(world, cue);
  return ok(viewCue(world, cue));
}

/** A null or absent field changes nothing. A given object replaces the whole old object. */
function changesOf(world: World, cue: Cue, body: CueUpdate): Partial<Cue> {
  const isKnownType = body.schedule?.type === 'once' || body.schedule?.type === 'recurring';
  const payload = world.has('cue-payload-not-updated') ? null : body.payload;
  return {
    name: body.name ?? cue.name,
    description: body.description ?? cue.description,
    status: body.status ?? cue.status,
    // The real server accepts a schedule of an unknown type and ignores it.
    schedule: body.schedule && isKnownType ? toSchedule(world, body.schedule) : cue.schedule,
    // A given callback replaces the old callback. If the URL is absent, the old URL is kept.
    callback: body.callback
      ? toCallback(cue.transport, { ...body.callback, url: body.callback.url ?? cue.callback.url })
      : cue.callback,
    payload: payload ? toPayload(payload) : cue.payload,
    retry: body.retry ?? cue.retry,
    on_failure: body.on_failure ? toOnFailure(body.on_failure) : cue.on_failure,
    verification: toVerification(body.verification) ?? cue.verification,
    hosted: toHosted(cue.hosted, body),
  };
}

function requireFreeName(world: World, user: User, cue: { readonly id?: string; readonly name: string }): void {
  const isTaken = [...world.state.cues.values()].some(
    (other) => other.user_id === user.id && other.id !== cue.id && other.name === cue.name,
  );
  if (!isTaken) return;
  const code = world.has('duplicate-name-code-changed') ? 'name_taken' : 'duplicate_cue_name';
  throw new ApiError(409, code, `A cue named '${cue.name}' already exists`);
}

function deleteCue({ world, user, params }: Call): SandboxReply {
  const stranger = world.has('cue-deletable-by-others') ? world.state.cues.get(params.cue_id ?? '') : undefined;
  removeCue(world, stranger ?? findCue(world, user, params.cue_id));
  return empty(204);
}

function bulkDelete({ world, user, request, body }: Call<{ readonly ids: readonly string[] }>): SandboxReply {
  if (!world.has('bulk-delete-unconfirmed')) requireConfirmation(request);
  const deleted: string[] = [];
  const skipped: string[] = [];
  for (const id of body.ids) {
    const cue = world.state.cues.get(id);
    if (cue?.user_id === user.id) {
      removeCue(world, cue);
      deleted.push(id);
    } else skipped.push(id);
  }
  return ok({ deleted, skipped });
}

function removeCue(world: World, cue: Cue): void {
  world.state.cues.delete(cue.id);
  for (const execution of world.state.executions.values()) {
    if (execution.cue_id === cue.id) world.state.executions.delete(execution.id);
  }
  // With this key, the deleted cue appears in lists, but a search for its id finds nothing.
  if (world.has('deleted-cue-still-listed')) world.state.cues.set(`deleted ${cue.id}`, cue);
}

/** A due run does nothing if its cue is paused. */
function scheduleNextRun(world: World, cue: Cue): void {
  cue.next_run = nextRun(cue.schedule, world.clock.now());
  const due = cue.next_run;
  if (due !== null) world.agenda.add(due, () => runCue(world, cue, due));
}

/** A one-time cue has no next run after its time has passed. */
function nextRun(schedule: Schedule, after: Instant): Instant | null {
  if (schedule.type === 'once') return schedule.at !== null && schedule.at > after ? schedule.at : null;
  return schedule.cron === null ? null : nextCronRun(schedule.cron, schedule.timezone, after);
}

/** Does nothing if the cue was changed or deleted after this run was scheduled. */
function runCue(world: World, cue: Cue, due: Instant): void {
  if (cue.next_run !== due || cue.status !== 'active' || world.state.cues.get(cue.id) !== cue) return;
  cue.next_run = null;
  createExecution(world, cue, { scheduled_for: due, triggered_by: 'scheduled' });
  if (cue.schedule.type === 'recurring') scheduleNextRun(world, cue);
}
