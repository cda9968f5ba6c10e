import { newWebhookSecret } from '../accounts.ts';
import { findOwnAgent } from '../agents/lookup.ts';
import { callbackUrlProblem } from '../callback-url.ts';
import { ApiError } from '../errors.ts';
import { created, ok, type SandboxReply } from '../http/message.ts';
import { type Call, type Route, userRoute } from '../http/route.ts';
import { EVENT_TYPES, type Subscription } from '../records/message.ts';
import { offset, offsetOrNull } from '../time-format.ts';
import { object } from '../validate/containers.ts';
import { type Infer, maybe, type Schema, withDefault } from '../validate/schema.ts';
import { boolean, integer, oneOf, text, uuid } from '../validate/values.ts';
import type { World } from '../world.ts';

type SubscriptionCreate = Infer<ReturnType<typeof createSchema>>;

const ROOT = '/v1/agents/{ref}/subscriptions';
const ONE = `${ROOT}/{subscription_id}`;

export function subscriptionRoutes(world: World): readonly Route[] {
  const create = createSchema(world);
  return [
    userRoute({ operation: 'subscriptions.create', request: `POST ${ROOT}`, body: create, handle: subscribe }),
    userRoute({ operation: 'subscriptions.list', request: `GET ${ROOT}`, handle: listSubscriptions }),
    userRoute({ operation: 'subscriptions.ack', request: `PATCH ${ONE}/ack`, path: PATH, body: ACK, handle: ack }),
    userRoute({ operation: 'subscriptions.delete', request: `DELETE ${ONE}`, path: PATH, handle: detach }),
  ];
}

const PATH = object({ subscription_id: uuid() });
const ACK = object({ acked_event_id: integer({ min: 0 }) }, 'forbid');

function createSchema(world: World) {
  const strict = oneOf('pull', 'webhook');
  const loose: Schema<'pull' | 'webhook'> = { read: (value) => (value === 'webhook' ? 'webhook' : 'pull') };
  return object(
    {
      event_type: text({ min: 1, max: 255 }),
      delivery_target: world.has('delivery-target-not-enforced') ? loose : strict,
      webhook_url: maybe(text({ max: 2048 })),
      inline_body: withDefault(boolean(), false),
    },
    'forbid',
  );
}

function subscribe({ world, user, params, body }: Call<SubscriptionCreate>): SandboxReply {
  const agent = findOwnAgent(world, user, params.ref);
  checkSubscription(body);
  const isWebhook = body.delivery_target === 'webhook';
  const subscription: Subscription = {
    id: world.ids.uuid(),
    agent_id: agent.id,
    event_type: body.event_type,
    delivery_target: body.delivery_target,
    webhook_url: body.webhook_url ?? null,
    webhook_secret: isWebhook ? newWebhookSecret(world) : null,
    inline_body: body.inline_body,
    last_dispatched_event_id: null,
    last_dispatched_at: null,
    last_acked_event_id: null,
    consecutive_failures: 0,
    paused_until: null,
    created_at: world.clock.now(),
    detached_at: null,
  };
  world.state.subscriptions.set(subscription.id, subscription);
  return created(viewSubscription(subscription, subscription.webhook_secret));
}

function checkSubscription({ event_type, delivery_target, webhook_url }: SubscriptionCreate): void {
  if (!EVENT_TYPES.some((type) => type === event_type)) {
    throw new ApiError(400, 'unknown_event_type', `event_type must be one of ${EVENT_TYPES.join(', ')}`);
  }
  if (delivery_target === 'pull' && webhook_url) {
    throw new ApiError(400, 'invalid_delivery_target', 'A pull subscription takes no webhook_url');
  }
  if (delivery_target === 'pull') return;
  if (!webhook_url) throw new ApiError(400, 'invalid_delivery_target', 'A webhook subscription needs webhook_url');
  const problem = callbackUrlProblem(webhook_url);
  if (problem) throw new ApiError(400, 'invalid_webhook_url', problem);
}

function listSubscriptions({ world, user, params }: Call): SandboxReply {
  const agent = findOwnAgent(world, user, params.ref);
  const active = [...world.state.subscriptions.values()].filter(
    (subscription) => subscription.agent_id === agent.id && subscription.detached_at === null,
  );
  return ok({ subscriptions: active.map((subscription) => viewSubscription(subscription)) });
}

/** The last acknowledged event id never decreases, and an unknown subscription is not an error. */
function ack(call: Call<Infer<typeof ACK>>): SandboxReply {
  const subscription = findSubscription(call);
  if (subscription) {
    const before = subscription.last_acked_event_id ?? 0;
    subscription.last_acked_event_id = Math.max(before, call.body.acked_event_id);
  }
  return ok({ acked: true });
}

function detach(call: Call): SandboxReply {
  const subscription = findSubscription(call);
  if (subscription) subscription.detached_at ??= call.world.clock.now();
  return ok({ detached: true });
}

function findSubscription({ world, user, params }: Pick<Call, 'world' | 'user' | 'params'>): Subscription | undefined {
  const agent = findOwnAgent(world, user, params.ref);
  const subscription = world.state.subscriptions.get((params.subscription_id ?? '').toLowerCase());
  return subscription?.agent_id === agent.id ? subscription : undefined;
}

/** The path of the webhook URL is hidden. The secret is hidden too, except in the response to a creation. */
function viewSubscription(subscription: Subscription, secret: string | null = null) {
  return {
    id: subscription.id,
    subscriber_agent_id: subscription.agent_id,
    event_type: subscription.event_type,
    delivery_target: subscription.delivery_target,
    webhook_url: subscription.webhook_url === null ? null : new URL(subscription.webhook_url).origin,
    webhook_secret: secret,
    inline_body: subscription.inline_body,
    last_dispatched_event_id: subscription.last_dispatched_event_id,
    last_dispatched_at: offsetOrNull(subscription.last_dispatched_at),
    last_acked_event_id: subscription.last_acked_event_id,
    consecutive_failures: subscription.consecutive_failures,
    paused_until: offsetOrNull(subscription.paused_until),
    created_at: offset(subscription.created_at),
    detached_at: offsetOrNull(subscription.detached_at),
  };
}
