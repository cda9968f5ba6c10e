import type { Instant } from './clock.ts';
import type { Alert, DeviceCode, Echo, Mail, User } from './records/account.ts';
import type { Agent, LiveSession } from './records/agent.ts';
import type { Cue, FireMemory } from './records/cue.ts';
import type { Execution, Worker } from './records/execution.ts';
import type { AgentEvent, Message, Subscription } from './records/message.ts';

/** The database: everything that outlives a request. Maps keep insertion order, which is creation order. */
export interface State {
  readonly users: Map<string, User>;
  /** When a rotated key was rotated. */
  readonly rotatedKeys: Map<string, Instant>;
  /** One-time session token → user id. */
  readonly sessionTokens: Map<string, string>;
  readonly deviceCodes: Map<string, DeviceCode>;
  readonly mails: Mail[];
  readonly echoes: Map<string, Echo>;
  readonly alerts: Alert[];
  readonly cues: Map<string, Cue>;
  readonly executions: Map<string, Execution>;
  /** User id and start of the month → webhooks delivered. */
  readonly deliveredThisMonth: Map<string, number>;
  /** Cue id and idempotency key → what that fire left behind. */
  readonly fires: Map<string, FireMemory>;
  readonly workers: Map<string, Worker>;
  readonly agents: Map<string, Agent>;
  /** Attachments too. */
  readonly liveSessions: LiveSession[];
  readonly messages: Map<string, Message>;
  readonly subscriptions: Map<string, Subscription>;
  readonly events: AgentEvent[];
  readonly deliveries: DeliveryRecord[];
}

/** One attempt to reach a receiver. */
export interface DeliveryRecord {
  readonly url: string;
  readonly status: number | null;
  readonly error: string | null;
  /** No network was touched: the receiver is not on loopback. */
  readonly simulated: boolean;
  readonly at: Instant;
}

export function emptyState(): State {
  return {
    users: new Map(),
    rotatedKeys: new Map(),
    sessionTokens: new Map(),
    deviceCodes: new Map(),
    mails: [],
    echoes: new Map(),
    alerts: [],
    cues: new Map(),
    executions: new Map(),
    deliveredThisMonth: new Map(),
    fires: new Map(),
    workers: new Map(),
    agents: new Map(),
    liveSessions: [],
    messages: new Map(),
    subscriptions: new Map(),
    events: [],
    deliveries: [],
  };
}
