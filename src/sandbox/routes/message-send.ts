import { resolveAgent } from '../agents/lookup.ts';
import { DAY, HOUR, MINUTE } from '../clock.ts';
import { ApiError } from '../errors.ts';
import { json, type SandboxReply, withHeaders } from '../http/message.ts';
import { type Call, type Route, userRoute } from '../http/route.ts';
import { storeMessage } from '../messages/store.ts';
import { pythonJson } from '../python-json.ts';
import { monthlyMessages } from '../quota.ts';
import type { User } from '../records/account.ts';
import type { Agent } from '../records/agent.ts';
import type { Message } from '../records/message.ts';
import { onHosted, refused } from '../validate/by-profile.ts';
import { anyObject, list, object } from '../validate/containers.ts';
import { awareDatetime, type DateTime, datetime } from '../validate/datetime.ts';
import { type Infer, maybe, type Schema, withDefault } from '../validate/schema.ts';
import { boolean, integer, oneOf, text } from '../validate/values.ts';
import { viewMessage } from '../views/message-view.ts';
import type { World } from '../world.ts';

export function messageSendRoute(world: World): Route {
  return userRoute({
    operation: 'messages.send',
    request: 'POST /v1/messages',
    body: messageSchema(world),
    handle: sendMessage,
  });
}

/** Maximum number of bytes of metadata as JSON. */
const LARGEST_METADATA = 10_240;

/** Returns 201 for a new message, and 200 if a message with the idempotency key exists. */
function sendMessage(call: Call<MessageCreate>): SandboxReply {
  const { world, user, body } = call;
  const from = findSender(call);
  const key = idempotencyKey(call);
  checkContent(world, body);
  const parties = findParties(world, user, { from, body });
  countMessage(world, user);
  const priority = countPriority(world, user, { from: from.id, to: parties.to.id, priority: body.priority });
  const fingerprint = fingerprintOf(parties.to, body, priority);
  const earlier = key === null ? undefined : findByKey(world, user, { key, fingerprint });
  if (earlier) return json(world.has('message-replay-answers-201') ? 201 : 200, viewMessage(world, earlier));
  requireMonthlyQuota(world, user);
  const repliedTo = body.reply_to ? findRepliedTo(world, body.reply_to) : null;
  const message = storeMessage(world, user, { ...parties, repliedTo, body, priority, key, fingerprint });
  const reply = json(201, viewMessage(world, message));
  return priority < body.priority ? withHeaders(reply, { 'X-CueAPI-Priority-Downgraded': 'true' }) : reply;
}

const LONGEST_KEY = 255;

function idempotencyKey({ world, body, header }: Call<MessageCreate>): string | null {
  if (world.has('message-key-read-from-body')) return body.idempotency_key ?? null;
  const key = header('idempotency-key') ?? null;
  if (key !== null && key.length > LONGEST_KEY) {
    throw new ApiError(400, 'invalid_idempotency_key', `Idempotency-Key has more than ${LONGEST_KEY} characters`);
  }
  return key;
}

function findSender({ world, header }: Call<MessageCreate>): Agent {
  const address = header('x-cueapi-from-agent');
  if (!address) throw new ApiError(400, 'missing_from_agent', 'X-Cueapi-From-Agent is required');
  return resolveAgent(world, address);
}

interface Parties {
  readonly from: Agent;
  readonly to: Agent;
  readonly replyToAgent: Agent | null;
}

/** Requires that all agents belong to the caller. */
function findParties(world: World, user: User, { from, body }: { from: Agent; body: MessageCreate }): Parties {
  if (from.user_id !== user.id) throw new ApiError(403, 'from_agent_not_owned', 'The sending agent is not yours');
  const to = body.to === '' ? from : resolveAgent(world, body.to);
  const replyToAgent = body.reply_to_agent ? resolveAgent(world, body.reply_to_agent) : null;
  if (to.user_id !== user.id || (replyToAgent !== null && replyToAgent.user_id !== user.id)) {
    throw new ApiError(403, 'cross_tenant_messaging_forbidden', 'A party belongs to another account');
  }
  return { from, to, replyToAgent };
}

/** The reply may refer to a message of any account. */
function findRepliedTo(world: World, id: string): Message {
  const message = world.state.messages.get(id);
  if (message) return message;
  throw new ApiError(404, 'reply_to_not_found', 'reply_to refers to a message that does not exist');
}

function checkContent(world: World, body: MessageCreate): void {
  if (world.has('nul-crashes') && body.body.includes('\0'))
    throw new Error('invalid byte sequence for encoding UTF8: 0x00');
  if (Buffer.byteLength(JSON.stringify(body.metadata)) <= LARGEST_METADATA) return;
  throw new ApiError(400, 'metadata_too_large', `metadata exceeds ${LARGEST_METADATA} bytes`);
}

/** Returns the values that must be equal in two calls with the same key. */
function fingerprintOf(to: Agent, { body, subject, reply_to, metadata }: MessageCreate, priority: number): string {
  const counted = { to: to.id, body, subject: subject ?? null, priority, reply_to: reply_to ?? null, metadata };
  return pythonJson(counted, { compact: true, ascii: true });
}

function findByKey(world: World, user: User, { key, fingerprint }: Keyed): Message | undefined {
  const oldest = world.clock.now() - DAY;
  const earlier = [...world.state.messages.values()].findLast(
    (message) => message.user_id === user.id && message.idempotency_key === key && message.created_at > oldest,
  );
  if (earlier && earlier.fingerprint !== fingerprint && !world.has('message-key-conflict-ignored')) {
    throw new ApiError(409, 'idempotency_key_conflict', 'The idempotency key was used with another message');
  }
  return earlier;
}

interface Keyed {
  readonly key: string;
  readonly fingerprint: string;
}

/** This monthly limit of messages applies if the limit of the account is 0. */
const DEFAULT_MONTHLY = 300;

const URGENT_ABOVE = 3;

/** Above the limit per minute, throws a 429 without the header Retry-After. */
function countMessage(world: World, user: User): void {
  const limit = user.limits.messages_per_minute;
  if (world.limiter.hit(`messages:${user.id}`, { limit, windowMs: MINUTE }).allowed) return;
  const extra = { limit, window_seconds: 60 };
  throw new ApiError(429, 'rate_limit_exceeded', `Message limit of ${limit} per minute exceeded`, extra);
}

/** Lowers the priority to 3 if one agent has sent another agent too many urgent messages within an hour. */
function countPriority(world: World, user: User, { from, to, priority }: Urgent): number {
  if (priority <= URGENT_ABOVE) return priority;
  const limit = user.limits.urgent_per_hour;
  if (!world.limiter.hit(`urgent:${user.id}`, { limit, windowMs: HOUR }).allowed) {
    const extra = { limit, window_seconds: 3600 };
    throw new ApiError(429, 'priority_high_rate_limit', `Limit of ${limit} urgent messages per hour exceeded`, extra);
  }
  const pair = { limit: user.limits.urgent_per_pair_per_hour, windowMs: HOUR };
  return world.limiter.hit(`urgent:${from}:${to}`, pair).allowed ? priority : URGENT_ABOVE;
}

interface Urgent {
  readonly from: string;
  readonly to: string;
  readonly priority: number;
}

/** The server looks for an earlier message first, so a repeated idempotency key does not count against the quota. */
function requireMonthlyQuota(world: World, user: User): void {
  const limit = user.limits.monthly_messages || DEFAULT_MONTHLY;
  const current = monthlyMessages(world, user);
  if (current < limit) return;
  throw new ApiError(402, 'quota_exceeded', 'Monthly message quota exceeded', { current, limit });
}

type MessageCreate = Infer<ReturnType<typeof messageSchema>>;

function messageSchema(world: World) {
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

/** The documentation contains the names of these fields, but not their types. The types are guesses. */
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
