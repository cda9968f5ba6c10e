import { findOwnAgent, resolveAgent } from '../agents/lookup.ts';
import { ApiError } from '../errors.ts';
import { ok, type SandboxReply } from '../http/message.ts';
import { cutPage, newestFirst, pageFields } from '../http/page.ts';
import { type Call, type Route, userRoute } from '../http/route.ts';
import { DELIVERY_STATES, type DeliveryState, type Message } from '../records/message.ts';
import { object } from '../validate/containers.ts';
import { datetime } from '../validate/datetime.ts';
import { type Infer, maybe, withDefault } from '../validate/schema.ts';
import { boolean, text } from '../validate/values.ts';
import { viewMessage } from '../views/message-view.ts';
import type { World } from '../world.ts';

type MailboxCall = Call<undefined, Infer<typeof QUERY>>;

export function mailboxRoutes(): readonly Route[] {
  return [
    userRoute({ operation: 'agents.inbox', request: 'GET /v1/agents/{ref}/inbox', query: QUERY, handle: readInbox }),
    userRoute({ operation: 'agents.sent', request: 'GET /v1/agents/{ref}/sent', query: QUERY, handle: readSent }),
  ];
}

const QUERY = object({
  state: maybe(text()),
  since: maybe(datetime()),
  thread_id: maybe(text()),
  counterpart: maybe(text()),
  count_only: withDefault(boolean(), false),
  ...pageFields({ limit: 50, max: 200 }),
});

const OPEN_STATES = DELIVERY_STATES.filter((state) => state !== 'acked' && state !== 'expired');

function askedOf(call: MailboxCall, usual: readonly DeliveryState[]) {
  const { world, user, params, query } = call;
  const agent = findOwnAgent(world, user, params.ref, { includeDeleted: true });
  return { agent, counterpart: counterpartId(call), states: parseStates(query.state) ?? usual };
}

/** Reading queued messages marks all due messages from the counterpart as delivered, even messages that are not returned. */
function readInbox(call: MailboxCall): SandboxReply {
  const { world, query } = call;
  const { agent, counterpart, states } = askedOf(call, OPEN_STATES);
  const due = messagesBetween(world, counterpart, agent.id).filter(
    ({ send_at }) => send_at === null || send_at <= world.clock.now(),
  );
  const find = () => due.filter((message) => isAsked(message, query, states));
  if (query.count_only) return ok({ count: find().length });
  if (states.includes('queued')) markDelivered(world, due);
  agent.last_seen_at = world.clock.now();
  return answerPage(world, find(), query);
}

function markDelivered(world: World, messages: readonly Message[]): void {
  for (const message of messages) {
    if (message.delivery_state !== 'queued') continue;
    message.delivery_state = 'delivered';
    message.delivered_at = world.clock.now();
  }
}

/** Returns the sent messages without changing them. By default, messages in all states are returned. */
function readSent(call: MailboxCall): SandboxReply {
  const { world, query } = call;
  const { agent, counterpart, states } = askedOf(call, DELIVERY_STATES);
  const found = messagesBetween(world, agent.id, counterpart).filter((message) => isAsked(message, query, states));
  return query.count_only ? ok({ count: found.length }) : answerPage(world, found, query);
}

/** Returns the messages from one agent to another, newest first. The value null stands for any agent. */
function messagesBetween(world: World, from: string | null, to: string | null): readonly Message[] {
  return newestFirst(world.state.messages.values()).filter(
    (message) =>
      (from ?? message.from_agent_id) === message.from_agent_id && (to ?? message.to_agent_id) === message.to_agent_id,
  );
}

function isAsked(message: Message, query: MailboxCall['query'], states: readonly DeliveryState[]): boolean {
  return (
    states.includes(message.delivery_state) &&
    (query.since == null || message.created_at > query.since.at) &&
    (query.thread_id == null || message.thread_id === query.thread_id)
  );
}

function answerPage(world: World, found: readonly Message[], { limit, offset }: MailboxCall['query']): SandboxReply {
  const messages = cutPage(found, { limit, offset }).map((message) => viewMessage(world, message));
  return ok({ messages, total: found.length, limit, offset });
}

function counterpartId({ world, query }: MailboxCall): string | null {
  return query.counterpart == null ? null : resolveAgent(world, query.counterpart).id;
}

/** Returns the states in the query parameter `state`. An empty parameter gives an empty list, which matches no message. */
function parseStates(given: string | null | undefined): readonly DeliveryState[] | undefined {
  if (given == null) return undefined;
  const names = given.split(',').flatMap((name) => name.trim() || []);
  const known = DELIVERY_STATES.filter((state) => names.includes(state));
  if (names.every((name) => DELIVERY_STATES.some((state) => state === name))) return known;
  throw new ApiError(400, 'invalid_state_filter', `state must be one of ${DELIVERY_STATES.join(', ')}`);
}
