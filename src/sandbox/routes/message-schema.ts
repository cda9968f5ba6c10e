import { onHosted, refused } from '../validate/by-profile.ts';
import { anyObject, list, object } from '../validate/containers.ts';
import { awareDatetime, type DateTime, datetime } from '../validate/datetime.ts';
import { type Infer, maybe, type Schema, withDefault } from '../validate/schema.ts';
import { boolean, integer, oneOf, text } from '../validate/values.ts';
import type { World } from '../world.ts';

export type MessageCreate = Infer<ReturnType<typeof messageSchema>>;

export function messageSchema(world: World) {
  const keyInBody: Schema<string | null | undefined> = world.has('message-key-read-from-body')
    ? maybe(text({ max: 255 }))
    : refused();
  return object(
    {
      to: text({ min: world.has('message-to-empty-accepted') ? 0 : 1 }),
      body: text({ min: 1, max: 32_768 }),
      subject: maybe(subject(world)),
      reply_to: maybe(text({ pattern: /^msg_[a-z0-9]{12}$/ })),
      priority: withDefault(priority(world), 3),
      expects_reply: withDefault(boolean(), false),
      reply_to_agent: maybe(text({ min: 1 })),
      metadata: withDefault(anyObject(), {}),
      correlation_id: maybe(text({ max: 255 })),
      send_at: maybe(sendAt(world)),
      idempotency_key: keyInBody,
      ...hostedFields(world),
    },
    'forbid',
  );
}

/** Second-hand, as to what the parts may be. */
function hostedFields(world: World) {
  const mode = oneOf('live_only', 'fallback_to_background');
  return {
    live_fallback_mode: onHosted(world, maybe(mode), 'refused'),
    delivery_mode: onHosted(world, maybe(oneOf('live', 'bg', 'inbox', 'webhook')), 'refused'),
    notify: onHosted(world, maybe(list(text(), { max: 10 })), 'refused'),
  };
}

function subject(world: World): Schema<string> {
  return text(world.has('length-counted-in-bytes') ? { max: 255, measure: Buffer.byteLength } : { max: 255 });
}

function priority(world: World): Schema<number> {
  const strict = integer({ min: 1, max: 5 });
  if (!world.has('priority-any-type')) return strict;
  return { read: (value, at) => (Number.isInteger(value) ? strict.read(value, at) : 3) };
}

function sendAt(world: World): Schema<DateTime> {
  if (world.has('naive-send-at-accepted')) return datetime();
  const strict = awareDatetime();
  if (!world.has('send-at-offset-lost')) return strict;
  const withoutOffset = (value: unknown) => (typeof value === 'string' ? value.replace(/[+-]\d\d:?\d\d$/, 'Z') : value);
  return { read: (value, at) => strict.read(withoutOffset(value), at) };
}
