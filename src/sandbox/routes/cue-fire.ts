import { DAY } from '../clock.ts';
import { ApiError } from '../errors.ts';
import { ok, type SandboxReply } from '../http/message.ts';
import { type Call, type Route, userRoute, validationError } from '../http/route.ts';
import { pythonJson } from '../python-json.ts';
import type { Cue } from '../records/cue.ts';
import { createExecution } from '../runs/executions.ts';
import { offset } from '../time-format.ts';
import { onHosted } from '../validate/by-profile.ts';
import { anyObject, list, type ObjectValue, object } from '../validate/containers.ts';
import { awareDatetime } from '../validate/datetime.ts';
import { type Infer, maybe, type Schema } from '../validate/schema.ts';
import { oneOf, text } from '../validate/values.ts';
import type { World } from '../world.ts';
import { findCue } from './lookup.ts';

type FireRequest = Infer<ReturnType<typeof fireSchema>>;

export function cueFireRoute(world: World): Route {
  const body = maybe(fireSchema(world));
  return userRoute({ operation: 'cues.fire', request: 'POST /v1/cues/{cue_id}/fire', body, handle: fireCue });
}

function fireSchema(world: World) {
  const fields = {
    send_at: maybe(awareDatetime()),
    payload_override: onHosted(world, maybe(anyObject()), 'ignored'),
    merge_strategy: onHosted(world, maybe(mergeStrategy(world)), 'ignored'),
    exit_criteria: onHosted(world, maybe(exitCriteria(world)), 'ignored'),
    idempotency_key: onHosted(world, maybe(text({ max: 256 })), 'ignored'),
  };
  const isStrict = world.hosted && !world.has('fire-unknown-fields-ignored');
  return object(fields, isStrict ? 'forbid' : 'ignore');
}

function mergeStrategy(world: World): Schema<string> {
  return world.has('merge-strategy-not-enforced') ? text() : oneOf('merge', 'replace');
}

function exitCriteria(world: World): Schema<unknown> {
  if (world.has('exit-criteria-as-object')) return anyObject();
  return list(text(), world.has('exit-criteria-uncounted') ? {} : { max: 20 });
}

const NO_FIELDS: FireRequest = {
  send_at: undefined,
  payload_override: undefined,
  merge_strategy: undefined,
  exit_criteria: undefined,
  idempotency_key: undefined,
};

/** Creates one execution, even for a paused cue. A known idempotency key returns the earlier response instead. */
function fireCue(call: Call<FireRequest | null | undefined>): SandboxReply {
  const { world, user, params } = call;
  const body = call.body ?? NO_FIELDS;
  const cue = findCue(world, user, params.cue_id);
  const key = idempotencyKey(call, body);
  const remembered = key === null ? undefined : recall(world, cue, { key, body });
  if (remembered) return ok(remembered);
  const answer = makeExecution(world, cue, body);
  if (key !== null) {
    const kept = world.has('fire-idempotency-not-persisted') ? null : answer;
    const memory = { fingerprint: fingerprintOf(body), answer: kept, at: world.clock.now() };
    world.state.fires.set(memoryKey(world, cue, key), memory);
  }
  return ok(answer);
}

function idempotencyKey(call: Call<unknown>, body: FireRequest): string | null {
  if (!call.world.hosted) return null;
  if (call.world.has('fire-key-read-from-header')) return call.header('idempotency-key') ?? null;
  return body.idempotency_key ?? null;
}

/** An idempotency key belongs to one cue and is remembered for 24 hours. */
function recall(world: World, cue: Cue, { key, body }: { key: string; body: FireRequest }): ObjectValue | undefined {
  const memory = world.state.fires.get(memoryKey(world, cue, key));
  if (!memory || world.clock.now() - memory.at >= DAY) return undefined;
  if (memory.fingerprint === fingerprintOf(body)) return memory.answer ?? undefined;
  if (world.has('fire-conflict-ignored')) return undefined;
  throw new ApiError(409, 'idempotency_key_conflict', 'The idempotency key was used with another body');
}

function memoryKey(world: World, cue: Cue, key: string): string {
  return `${world.has('fire-key-shared-across-cues') ? cue.user_id : cue.id} ${key}`;
}

function fingerprintOf({ idempotency_key: _key, ...rest }: FireRequest): string {
  return pythonJson(rest, { compact: true, ascii: true });
}

function makeExecution(world: World, cue: Cue, body: FireRequest): ObjectValue {
  const payload = effectivePayload(cue, body);
  const now = world.clock.now();
  const wanted = body.send_at?.at ?? now;
  if (wanted < now && world.has('past-send-at-rejected')) {
    throw validationError([{ field: 'body.send_at', message: 'Value error, send_at must be in the future' }]);
  }
  const execution = createExecution(world, cue, {
    scheduled_for: Math.max(wanted, now),
    triggered_by: 'manual_fire',
    payload,
    payload_override: body.payload_override ?? null,
  });
  return {
    id: execution.id,
    cue_id: cue.id,
    scheduled_for: offset(execution.scheduled_for),
    status: 'pending',
    triggered_by: 'manual_fire',
  };
}

/** The override is merged shallowly, and the required keys are checked afterwards. Both are guesses. */
function effectivePayload(cue: Cue, body: FireRequest): ObjectValue {
  const override = body.payload_override ?? null;
  if (cue.hosted.require_payload_override && override === null) {
    throw new ApiError(400, 'payload_override_required', 'This cue can only be fired with payload_override');
  }
  const base = body.merge_strategy === 'replace' && override !== null ? {} : cue.payload;
  const payload = { ...base, ...override };
  const missing = cue.hosted.required_payload_keys.filter((key) => !Object.hasOwn(payload, key));
  if (missing.length > 0) {
    throw new ApiError(400, 'missing_required_payload_keys', `Missing payload keys: ${missing.join(', ')}`);
  }
  return payload;
}
