import { DAY } from '../clock.ts';
import { backoff, deliver } from '../delivery.ts';
import { pythonJson } from '../python-json.ts';
import type { AgentEvent, Message, Subscription } from '../records/message.ts';
import { signatureHeaders } from '../signing.ts';
import { offset } from '../time-format.ts';
import type { World } from '../world.ts';

/** An event leaves out the message body if the body is larger than this number of bytes. */
const LARGEST_INLINE_BODY = 32_768;

const KEPT_MS = 7 * DAY;

/** Adds an event for a message that the recipient can fetch, and wakes the requests that wait for events. */
export function emitMessageDelivered(world: World, message: Message): void {
  const event: AgentEvent = {
    id: (world.state.events.at(-1)?.id ?? 0) + 1,
    event_type: 'message.delivered',
    recipient_agent_id: message.to_agent_id,
    payload: {
      message_id: message.id,
      sender_agent_id: message.from_agent_id,
      recipient_agent_id: message.to_agent_id,
      thread_id: message.thread_id,
      reply_to: message.reply_to,
      priority: message.priority,
      correlation_id: message.correlation_id,
      subject: message.subject,
    },
    body: message.body,
    emitted_at: world.clock.now(),
  };
  world.state.events.push(event);
  for (const subscription of subscriptionsTo(world, event, 'webhook')) {
    const view = (pending: AgentEvent) => viewEvent(pending, subscription.inline_body);
    world.agenda.add(event.emitted_at, () => dispatchSubscription(world, subscription, view));
  }
  for (const listener of [...world.eventListeners]) listener();
}

/** Returns the events that an agent can still fetch, oldest first. */
export function eventsSince(world: World, agentId: string, since: number): readonly AgentEvent[] {
  const oldest = world.clock.now() - KEPT_MS;
  return world.state.events.filter(
    ({ id, recipient_agent_id, emitted_at }) => recipient_agent_id === agentId && id > since && emitted_at >= oldest,
  );
}

/** If a pull subscription of the agent has `inline_body`, the event contains the message body. */
export function viewPulledEvent(world: World, event: AgentEvent) {
  const isInline = subscriptionsTo(world, event, 'pull').some(({ inline_body }) => inline_body);
  return viewEvent(event, isInline);
}

function viewEvent(event: AgentEvent, isInline: boolean) {
  const { id, event_type, recipient_agent_id, payload, emitted_at } = event;
  const shown = isInline ? { ...payload, ...inlineBody(event.body) } : payload;
  return { id, event_type, recipient_agent_id, payload: shown, emitted_at: offset(emitted_at) };
}

function inlineBody(body: string) {
  const size = Buffer.byteLength(body);
  return size > LARGEST_INLINE_BODY ? { body_omitted: 'size_too_large', body_size_bytes: size } : { body };
}

function subscriptionsTo(world: World, event: AgentEvent, target: Subscription['delivery_target']) {
  return [...world.state.subscriptions.values()].filter(
    (subscription) =>
      subscription.agent_id === event.recipient_agent_id &&
      subscription.event_type === event.event_type &&
      subscription.delivery_target === target &&
      subscription.detached_at === null,
  );
}

const BACKOFF_MINUTES = [1, 5, 15];

/** Sends all new events of a webhook subscription in one delivery, and pauses the subscription after a failure. */
async function dispatchSubscription(
  world: World,
  subscription: Subscription,
  view: (event: AgentEvent) => unknown,
): Promise<void> {
  const pending = undispatched(world, subscription);
  const [first, last] = [pending[0], pending.at(-1)];
  if (!first || !last || subscription.webhook_url === null) return;
  const payload = {
    delivery_id: `dlv_${subscription.id}_${first.id}_${last.id}`,
    subscription_id: subscription.id,
    events: pending.map(view),
  };
  const result = await deliver(world, subscriptionRequest(world, subscription, payload));
  const now = world.clock.now();
  if (result.ok) {
    const done = { last_dispatched_event_id: last.id, last_dispatched_at: now };
    Object.assign(subscription, done, { consecutive_failures: 0, paused_until: null });
    return;
  }
  subscription.consecutive_failures += 1;
  subscription.paused_until = now + backoff(subscription.consecutive_failures, BACKOFF_MINUTES);
  world.agenda.add(subscription.paused_until, () => dispatchSubscription(world, subscription, view));
}

interface Payload {
  readonly events: readonly unknown[];
}

/** The signature covers escaped JSON, but the body is sent unescaped. The real server does the same. */
function subscriptionRequest(world: World, { webhook_url, webhook_secret }: Subscription, payload: Payload) {
  return {
    url: webhook_url ?? '',
    headers: {
      'X-CueAPI-Event-Count': String(payload.events.length),
      ...signatureHeaders(webhook_secret ?? '', payload, world.clock.now()),
    },
    body: pythonJson(payload, { compact: false, ascii: false }),
  };
}

function undispatched(world: World, subscription: Subscription): readonly AgentEvent[] {
  const { agent_id, event_type, created_at, last_dispatched_event_id, detached_at, paused_until } = subscription;
  if (detached_at !== null || (paused_until !== null && paused_until > world.clock.now())) return [];
  return world.state.events.filter(
    (event) =>
      event.recipient_agent_id === agent_id &&
      event.event_type === event_type &&
      event.emitted_at >= created_at &&
      event.id > (last_dispatched_event_id ?? 0),
  );
}
