import { DAY, type Instant } from '../clock.ts';
import { backoff, deliver } from '../delivery.ts';
import { pythonJson } from '../python-json.ts';
import type { User } from '../records/account.ts';
import type { Agent } from '../records/agent.ts';
import type { HostedMessage, Message } from '../records/message.ts';
import { signatureHeaders } from '../signing.ts';
import { zulu } from '../time-format.ts';
import type { ObjectValue } from '../validate/containers.ts';
import type { DateTime } from '../validate/datetime.ts';
import type { World } from '../world.ts';
import { emitMessageDelivered } from './events.ts';

interface NewMessage {
  readonly from: Agent;
  readonly to: Agent;
  readonly replyToAgent: Agent | null;
  readonly repliedTo: Message | null;
  readonly priority: number;
  readonly key: string | null;
  readonly fingerprint: string;
  readonly body: {
    readonly body: string;
    readonly subject?: string | null | undefined;
    readonly expects_reply: boolean;
    readonly metadata: ObjectValue;
    readonly correlation_id?: string | null | undefined;
    readonly send_at?: DateTime | null | undefined;
    readonly delivery_mode?: HostedMessage['effective_delivery_mode'] | null | undefined;
    readonly live_fallback_mode?: string | null | undefined;
  };
}

const KEPT_MS = 30 * DAY;

/** Stores a message. A past `send_at` has no effect. */
export function storeMessage(world: World, user: User, given: NewMessage): Message {
  const now = world.clock.now();
  const wanted = given.body.send_at?.at ?? now;
  const message = buildMessage(world, user, { ...given, send_at: wanted > now ? wanted : null });
  world.state.messages.set(message.id, message);
  given.from.last_seen_at = now;
  // Even with a future `send_at`, the event is emitted at once.
  emitMessageDelivered(world, message);
  world.agenda.add(message.send_at ?? now, () => pushMessage(world, message));
  world.agenda.add(message.expires_at, () => {
    if (message.delivery_state !== 'acked') message.delivery_state = 'expired';
  });
  return message;
}

function buildMessage(world: World, user: User, given: NewMessage & { readonly send_at: Instant | null }): Message {
  const { body, from, to, repliedTo } = given;
  const id = world.ids.short('msg_');
  const now = world.clock.now();
  return {
    id,
    user_id: user.id,
    from_agent_id: from.id,
    to_agent_id: to.id,
    to_user_id: to.user_id,
    thread_id: repliedTo?.thread_id ?? id,
    reply_to: repliedTo?.id ?? null,
    subject: body.subject ?? null,
    body: world.has('emoji-mangled') ? body.body.replace(/[\u{10000}-\u{10ffff}]/gu, '?') : body.body,
    priority: given.priority,
    expects_reply: body.expects_reply,
    reply_to_agent_id: given.replyToAgent?.id ?? null,
    delivery_state: 'queued',
    metadata: body.metadata,
    idempotency_key: given.key,
    fingerprint: given.fingerprint,
    correlation_id: body.correlation_id ?? null,
    send_at: given.send_at,
    attempts: 0,
    dispatch_error: null,
    dispatch_priority_bucket: given.priority,
    hosted: { effective_delivery_mode: deliveryMode(world, to, body), from_api_key_id: user.api_key_id },
    created_at: now,
    delivered_at: null,
    read_at: null,
    acked_at: null,
    failed_at: null,
    expires_at: now + KEPT_MS,
  };
}

/** The rules for the default and for the fallback from `live` to `bg` are guesses. */
function deliveryMode(world: World, to: Agent, body: NewMessage['body']): HostedMessage['effective_delivery_mode'] {
  const wish = body.delivery_mode ?? (to.webhook_url === null ? 'inbox' : 'webhook');
  const isLive = world.state.liveSessions.some(
    ({ agent_id, detached_at }) => agent_id === to.id && detached_at === null,
  );
  return wish === 'live' && !isLive && body.live_fallback_mode === 'fallback_to_background' ? 'bg' : wish;
}

const MOST_ATTEMPTS = 3;
const BACKOFF_MINUTES = [1, 5, 15];

/** Calls the recipient's webhook once, unless the recipient has already fetched the message. */
async function pushMessage(world: World, message: Message): Promise<void> {
  const recipient = world.state.agents.get(message.to_agent_id);
  const isWaiting = message.delivery_state === 'queued' || message.delivery_state === 'retry_ready';
  if (!isWaiting || !recipient?.webhook_url || recipient.deleted_at !== null) return;
  message.delivery_state = 'delivering';
  message.attempts += 1;
  const result = await deliver(world, pushRequest(world, message, recipient));
  message.dispatch_error = result.error;
  const now = world.clock.now();
  if (result.ok) Object.assign(message, { delivery_state: 'delivered', delivered_at: now });
  else if (message.attempts >= MOST_ATTEMPTS) Object.assign(message, { delivery_state: 'failed', failed_at: now });
  else {
    message.delivery_state = 'retry_ready';
    world.agenda.add(now + backoff(message.attempts, BACKOFF_MINUTES), () => pushMessage(world, message));
  }
}

function pushRequest(world: World, message: Message, recipient: Agent) {
  const sender = world.state.agents.get(message.from_agent_id);
  const payload = {
    id: message.id,
    from: { agent_id: message.from_agent_id, slug: sender?.slug ?? null },
    to: { agent_id: recipient.id, slug: recipient.slug },
    thread_id: message.thread_id,
    reply_to: message.reply_to,
    subject: message.subject,
    body: message.body,
    priority: message.priority,
    expects_reply: message.expects_reply,
    reply_to_agent_id: message.reply_to_agent_id,
    metadata: message.metadata,
    created_at: zulu(message.created_at),
  };
  return {
    url: recipient.webhook_url ?? '',
    headers: {
      'X-CueAPI-Event-Type': 'message.created',
      'X-CueAPI-Message-Id': message.id,
      'X-CueAPI-Agent-Id': recipient.id,
      'X-CueAPI-Thread-Id': message.thread_id,
      'X-CueAPI-Attempt': String(message.attempts),
      ...signatureHeaders(recipient.webhook_secret ?? '', payload, world.clock.now()),
    },
    body: pythonJson(payload, { compact: false, ascii: true }),
  };
}
