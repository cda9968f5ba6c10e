import { backoff, deliver } from '../delivery.ts';
import { pythonJson } from '../python-json.ts';
import type { AgentEvent, Subscription } from '../records/message.ts';
import { signatureHeaders } from '../signing.ts';
import type { World } from '../world.ts';

const BACKOFF_MINUTES = [1, 5, 15];

/** Sends everything that a webhook subscription has not had yet, in one delivery; after a failure it pauses. */
export async function dispatchSubscription(
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

/** Signed over ASCII JSON and sent with the characters as they are: the server does so, and it breaks raw checks. */
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
