import type { Message } from '../records/message.ts';
import { zulu, zuluOrNull } from '../time-format.ts';
import type { ObjectValue } from '../validate/containers.ts';
import type { World } from '../world.ts';

const PREVIEW_CHARACTERS = 200;

export function viewMessage(world: World, message: Message): ObjectValue {
  const plain = {
    id: message.id,
    user_id: message.user_id,
    from_agent_id: message.from_agent_id,
    to_agent_id: message.to_agent_id,
    thread_id: message.thread_id,
    reply_to: message.reply_to,
    subject: message.subject,
    body: message.body,
    preview: [...message.body].slice(0, PREVIEW_CHARACTERS).join(''),
    priority: message.priority,
    expects_reply: message.expects_reply,
    reply_to_agent_id: message.reply_to_agent_id,
    delivery_state: message.delivery_state,
    metadata: message.metadata,
    idempotency_key: message.idempotency_key,
    created_at: zulu(message.created_at),
    delivered_at: zuluOrNull(message.delivered_at),
    read_at: zuluOrNull(message.read_at),
    acked_at: zuluOrNull(message.acked_at),
    failed_at: zuluOrNull(message.failed_at),
    send_at: zuluOrNull(message.send_at),
    expires_at: zulu(message.expires_at),
    correlation_id: message.correlation_id,
    dispatch_priority_bucket: message.dispatch_priority_bucket,
    message_dispatch_error: message.dispatch_error,
  };
  return world.hosted ? { ...plain, ...message.hosted } : plain;
}
