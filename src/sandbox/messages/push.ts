import { backoff, deliver } from '../delivery.ts';
import { pythonJson } from '../python-json.ts';
import type { Agent } from '../records/agent.ts';
import type { Message } from '../records/message.ts';
import { signatureHeaders } from '../signing.ts';
import { zulu } from '../time-format.ts';
import type { World } from '../world.ts';

const MOST_ATTEMPTS = 3;
const BACKOFF_MINUTES = [1, 5, 15];

/** One attempt to push a message to its recipient's webhook. A message that was polled meanwhile needs none. */
export async function pushMessage(world: World, message: Message): Promise<void> {
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
