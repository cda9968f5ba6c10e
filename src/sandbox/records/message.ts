import type { Instant } from '../clock.ts';
import type { ObjectValue } from '../validate/containers.ts';

export const DELIVERY_STATES = [
  'queued',
  'delivering',
  'retry_ready',
  'delivered',
  'read',
  'claimed',
  'acked',
  'expired',
  'failed',
] as const;

export type DeliveryState = (typeof DELIVERY_STATES)[number];

export interface Message {
  readonly id: string;
  readonly user_id: string;
  readonly from_agent_id: string;
  readonly to_agent_id: string;
  readonly to_user_id: string;
  readonly thread_id: string;
  readonly reply_to: string | null;
  readonly subject: string | null;
  readonly body: string;
  readonly priority: number;
  readonly expects_reply: boolean;
  readonly reply_to_agent_id: string | null;
  delivery_state: DeliveryState;
  readonly metadata: ObjectValue;
  readonly idempotency_key: string | null;
  readonly fingerprint: string;
  readonly correlation_id: string | null;
  readonly send_at: Instant | null;
  attempts: number;
  dispatch_error: string | null;
  readonly dispatch_priority_bucket: number;
  readonly hosted: HostedMessage;
  readonly created_at: Instant;
  delivered_at: Instant | null;
  read_at: Instant | null;
  acked_at: Instant | null;
  failed_at: Instant | null;
  readonly expires_at: Instant;
}

export interface HostedMessage {
  readonly effective_delivery_mode: 'live' | 'bg' | 'inbox' | 'webhook';
  readonly from_api_key_id: string | null;
}

export const EVENT_TYPES = ['message.delivered', 'message.digest', 'turn.pass'] as const;

export interface Subscription {
  readonly id: string;
  readonly agent_id: string;
  readonly event_type: string;
  readonly delivery_target: 'pull' | 'webhook';
  readonly webhook_url: string | null;
  readonly webhook_secret: string | null;
  readonly inline_body: boolean;
  last_dispatched_event_id: number | null;
  last_dispatched_at: Instant | null;
  last_acked_event_id: number | null;
  consecutive_failures: number;
  paused_until: Instant | null;
  readonly created_at: Instant;
  detached_at: Instant | null;
}

export interface AgentEvent {
  readonly id: number;
  readonly event_type: string;
  readonly recipient_agent_id: string;
  readonly payload: ObjectValue;
  /** Only a subscription with `inline_body` receives this message body. */
  readonly body: string;
  readonly emitted_at: Instant;
}
