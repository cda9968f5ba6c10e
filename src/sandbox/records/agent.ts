import type { Instant } from '../clock.ts';
import type { ObjectValue } from '../validate/containers.ts';

export type AgentStatus = 'online' | 'offline' | 'away';

export interface Agent {
  readonly id: string;
  readonly user_id: string;
  readonly slug: string;
  display_name: string;
  webhook_url: string | null;
  webhook_secret: string | null;
  metadata: ObjectValue;
  /** The last PATCH set this status. The shown status also depends on `last_seen_at`. */
  status: AgentStatus;
  last_seen_at: Instant | null;
  deleted_at: Instant | null;
  readonly parent_agent_id: string | null;
  readonly api_key_id: string;
  readonly created_at: Instant;
  updated_at: Instant;
}

/** A client registered this session, or a daemon attached it. An attached session is called an attachment. */
export interface LiveSession {
  readonly id: string;
  readonly agent_id: string;
  readonly label: string;
  /** The id of the cue, or the token of the attachment. The sandbox never uses this value again. */
  readonly cue_id: string;
  task_name: string;
  is_default: boolean;
  monitor_version: string | null;
  session_token: string | null;
  heartbeat_at: Instant | null;
  /** The real server never sets this member. */
  readonly last_claim_at: null;
  readonly attached_at: Instant;
  detached_at: Instant | null;
  /** This is null if a client registered the session. Otherwise, a daemon holds the session. */
  readonly hold: DaemonHold | null;
}

export interface DaemonHold {
  readonly daemon_id: string;
  readonly ipc_session_token: string;
  transport: 'ipc' | 'poll';
  last_reconciled_at: Instant;
}
