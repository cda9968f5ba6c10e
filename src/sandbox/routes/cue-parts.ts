import { callbackUrlProblem } from '../callback-url.ts';
import { isCron, isTimezone } from '../cron.ts';
import { ApiError } from '../errors.ts';
import type { Callback, Cue, HostedCue, OnFailure, Retry, Schedule, Verification } from '../records/cue.ts';
import type { ObjectValue } from '../validate/containers.ts';
import type { World } from '../world.ts';
import type { CallbackInput, CueCreate, CueUpdate, ScheduleInput } from './cue-schemas.ts';

/** Maximum number of bytes of a payload as JSON. */
const LARGEST_PAYLOAD = 1_048_576;

/** A time `at` without an offset is in UTC, even if the schedule has another timezone. */
export function toSchedule(world: World, given: ScheduleInput): Schedule {
  const { type, timezone } = given;
  if (!isTimezone(timezone)) throw new ApiError(422, 'invalid_timezone', `Unknown timezone: ${timezone}`);
  if (type === 'recurring') {
    if (!given.cron) throw badSchedule('cron is required for a recurring schedule');
    if (!isCron(given.cron)) throw badSchedule(`Invalid cron expression: ${given.cron}`);
    return { type, timezone, cron: given.cron, at: null };
  }
  if (type !== 'once') throw badSchedule("type must be 'once' or 'recurring'");
  if (!given.at) throw badSchedule('"at" is required for a one-time schedule');
  if (given.at.at <= world.clock.now()) throw badSchedule('"at" must be in the future');
  return { type, timezone, cron: null, at: given.at.at };
}

/** Absent members get default values. If the transport is `webhook`, the URL must be valid. */
export function toCallback(transport: Cue['transport'], given: CallbackInput | null | undefined): Callback {
  const url = given?.url ?? null;
  if (transport === 'webhook') {
    const problem = url === null ? 'callback.url is required' : callbackUrlProblem(url);
    if (problem) throw new ApiError(400, 'invalid_callback_url', problem);
  }
  return { url, method: given?.method ?? 'POST', headers: given?.headers ?? {} };
}

export function toPayload(payload: ObjectValue): ObjectValue {
  const printed = JSON.stringify(payload);
  if (printed.includes('\\u0000')) throw new ApiError(400, 'invalid_payload', 'payload must not contain NUL');
  if (Buffer.byteLength(printed) > LARGEST_PAYLOAD) {
    throw new ApiError(400, 'invalid_payload_size', `payload exceeds ${LARGEST_PAYLOAD} bytes`);
  }
  return payload;
}

export function toRetry(given: CueCreate['retry']): Retry {
  return given ?? { max_attempts: 3, backoff_minutes: [1, 5, 15] };
}

export function toOnFailure(given: CueCreate['on_failure']): OnFailure {
  if (given?.webhook) {
    const problem = callbackUrlProblem(given.webhook);
    if (problem) throw new ApiError(400, 'invalid_callback_url', problem);
  }
  return { email: given?.email ?? true, webhook: given?.webhook ?? null, pause: given?.pause ?? false };
}

export function toVerification(given: CueCreate['verification']): Verification | null {
  return given ? { mode: given.mode, required_assertions: given.required_assertions ?? [] } : null;
}

export const NO_HOSTED: HostedCue = {
  delivery: null,
  alerts: null,
  catch_up: 'run_once_if_missed',
  on_success_fire: null,
  require_payload_override: false,
  required_payload_keys: [],
};

/** The value null clears the field `on_success_fire`, but changes no other field. */
export function toHosted(before: HostedCue, given: CueCreate | CueUpdate): HostedCue {
  const { delivery } = given;
  return {
    delivery: delivery
      ? {
          timeout_seconds: delivery.timeout_seconds ?? null,
          outcome_deadline_seconds: delivery.outcome_deadline_seconds ?? null,
        }
      : before.delivery,
    alerts: given.alerts ?? before.alerts,
    catch_up: given.catch_up ?? before.catch_up,
    on_success_fire: given.on_success_fire === undefined ? before.on_success_fire : given.on_success_fire,
    require_payload_override: given.require_payload_override ?? before.require_payload_override,
    required_payload_keys: given.required_payload_keys ?? before.required_payload_keys,
  };
}

function badSchedule(message: string): ApiError {
  return new ApiError(400, 'invalid_schedule', message);
}
