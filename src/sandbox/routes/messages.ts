import { ApiError } from '../errors.ts';
import { empty, ok, type SandboxReply } from '../http/message.ts';
import { type Call, type Route, userRoute } from '../http/route.ts';
import type { Message } from '../records/message.ts';
import { withoutZone, zulu } from '../time-format.ts';
import { viewMessage } from '../views/message-view.ts';
import type { World } from '../world.ts';
import { messageSendRoute } from './message-send.ts';

export function messageRoutes(world: World): readonly Route[] {
  return [
    messageSendRoute(world),
    userRoute({ operation: 'messages.get', request: 'GET /v1/messages/{msg_id}', handle: getMessage }),
    userRoute({ operation: 'messages.read', request: 'POST /v1/messages/{msg_id}/read', handle: readMessage }),
    userRoute({ operation: 'messages.ack', request: 'POST /v1/messages/{msg_id}/ack', handle: ackMessage }),
  ];
}

function getMessage(call: Call): SandboxReply {
  const { world } = call;
  const message = findMessage(call);
  const shown = viewMessage(world, message);
  if (!world.has('message-time-without-zone')) return ok(shown);
  return ok({ ...shown, created_at: withoutZone(message.created_at) });
}

/** A message can be read repeatedly until it is acknowledged or expires. */
function readMessage(call: Call): SandboxReply {
  const { world } = call;
  const message = findMessage(call);
  const isReopened = message.delivery_state === 'acked' && world.has('read-after-ack-accepted');
  if (isEnded(message) && !isReopened) throw invalidTransition(message, 'read');
  if (message.delivery_state !== 'read') {
    message.delivery_state = 'read';
    message.read_at = world.clock.now();
  }
  return ok({ delivery_state: 'read', read_at: zulu(message.read_at ?? world.clock.now()), acked_at: null });
}

/** A message can be acknowledged in every state except `expired`, even in `queued` and `failed`. */
function ackMessage(call: Call): SandboxReply {
  const { world } = call;
  const message = findMessage(call);
  if (message.delivery_state === 'expired') throw invalidTransition(message, 'acked');
  message.delivery_state = 'acked';
  message.acked_at ??= world.clock.now();
  if (world.has('ack-answers-204')) return empty(204);
  return ok({ delivery_state: 'acked', read_at: null, acked_at: zulu(message.acked_at) });
}

/** Finds a message that the caller has sent or received. */
function findMessage({ world, user, params }: Call): Message {
  const message = world.state.messages.get(params.msg_id ?? '');
  if (message && (message.user_id === user.id || message.to_user_id === user.id)) return message;
  throw new ApiError(404, 'message_not_found', 'Message not found');
}

function isEnded({ delivery_state }: Message): boolean {
  return delivery_state === 'acked' || delivery_state === 'expired';
}

function invalidTransition(message: Message, to: string): ApiError {
  return new ApiError(409, 'invalid_state_transition', `Cannot go from ${message.delivery_state} to ${to}`);
}
