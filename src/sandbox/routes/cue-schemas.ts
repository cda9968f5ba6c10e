import { onHosted } from '../validate/by-profile.ts';
import { anyObject, list, mapOf, object } from '../validate/containers.ts';
import { datetime } from '../validate/datetime.ts';
import { type Infer, maybe, nullAsDefault, refine, type Schema, withDefault } from '../validate/schema.ts';
import { boolean, httpUrl, integer, oneOf, text } from '../validate/values.ts';
import type { World } from '../world.ts';

export type CueCreate = Infer<ReturnType<typeof cueCreateSchema>>;
export type CueUpdate = Infer<ReturnType<typeof cueUpdateSchema>>;
export type ScheduleInput = Infer<typeof SCHEDULE>;
export type CallbackInput = Infer<typeof CALLBACK>;

export function cueCreateSchema(world: World) {
  const fields = {
    name: cueName(world),
    description: maybe(text()),
    schedule: SCHEDULE,
    callback: maybe(CALLBACK),
    transport: withDefault(oneOf('webhook', 'worker'), 'webhook'),
    payload: nullAsDefault(anyObject(), {}),
    retry: maybe(retrySchema(world)),
    on_failure: maybe(ON_FAILURE),
    verification: maybe(verificationSchema(world)),
    ...hostedFields(world, 'ignored'),
  };
  const body = object(fields, world.has('cue-unknown-field-rejected') ? 'forbid' : 'ignore');
  return refine(body, ({ transport, callback }) =>
    transport === 'webhook' && !callback?.url
      ? 'Value error, callback.url is required for webhook transport'
      : undefined,
  );
}

/** Unknown fields are rejected at the top level, but ignored inside objects. */
export function cueUpdateSchema(world: World) {
  const fields = {
    name: maybe(text({ max: 255 })),
    description: maybe(text()),
    status: maybe(oneOf('active', 'paused')),
    schedule: maybe(SCHEDULE),
    callback: maybe(CALLBACK_UPDATE),
    payload: maybe(anyObject()),
    retry: maybe(retrySchema(world)),
    on_failure: maybe(ON_FAILURE),
    verification: maybe(verificationSchema(world)),
    ...hostedFields(world, 'refused'),
  };
  return object(fields, 'forbid');
}

const SCHEDULE = object({
  type: text(),
  cron: maybe(text()),
  at: maybe(datetime()),
  timezone: withDefault(text(), 'UTC'),
});

const CALLBACK_FIELDS = {
  url: maybe(httpUrl()),
  method: withDefault(text(), 'POST'),
  headers: maybe(mapOf(text())),
};

/** An update ignores the field `callback.transport`. A creation rejects the field. */
const CALLBACK_UPDATE = object({ ...CALLBACK_FIELDS, transport: maybe(text()) });

const CALLBACK = object({
  ...CALLBACK_FIELDS,
  transport: refine(maybe(text()), (value) =>
    value ? 'Value error, "transport" belongs at the top level of the body' : undefined,
  ),
});

const ON_FAILURE = object({
  email: withDefault(boolean(), true),
  webhook: maybe(text()),
  pause: withDefault(boolean(), false),
});

function cueName(world: World): Schema<string> {
  const name = text({ max: world.has('cue-name-one-too-long') ? 256 : 255 });
  return world.has('cue-name-not-required') ? { ...name, absent: () => world.ids.short('untitled-') } : name;
}

function retrySchema(world: World) {
  const attempts = world.has('retry-attempts-unbounded') ? integer() : integer({ min: 1, max: 10 });
  return object({
    max_attempts: withDefault(attempts, 3),
    backoff_minutes: withDefault(list(integer()), [1, 5, 15]),
  });
}

function verificationSchema(world: World) {
  const modes = oneOf('none', 'require_external_id', 'require_result_url', 'require_artifacts', 'manual');
  return object({
    mode: withDefault(modes, 'none'),
    required_assertions: onHosted(world, maybe(list(text())), 'ignored'),
  });
}

/** The documentation contains the names of these fields, but no rules. The rules are guesses. */
function hostedFields(world: World, onCore: 'ignored' | 'refused') {
  const delivery = object({
    timeout_seconds: maybe(integer({ min: 1 })),
    outcome_deadline_seconds: maybe(integer({ min: 1 })),
  });
  return {
    delivery: onHosted(world, maybe(delivery), onCore),
    alerts: onHosted(world, maybe(anyObject()), onCore),
    catch_up: onHosted(world, maybe(oneOf('run_once_if_missed', 'skip_missed', 'replay_all')), onCore),
    on_success_fire: onHosted(world, maybe(text()), onCore),
    require_payload_override: onHosted(world, maybe(boolean()), onCore),
    required_payload_keys: onHosted(world, maybe(list(text())), onCore),
  };
}
