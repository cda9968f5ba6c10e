import type { Instant } from '../clock.ts';
import type { ObjectValue } from '../validate/containers.ts';

type ExecutionStatus =
  | 'pending'
  | 'delivering'
  | 'success'
  | 'failed'
  | 'retrying'
  | 'retry_ready'
  | 'missed'
  | 'pending_outcome'
  | 'outcome_timeout';

export type OutcomeState =
  | 'reported_success'
  | 'reported_failure'
  | 'verified_success'
  | 'verification_failed'
  | 'verification_pending';

export interface Execution {
  readonly id: string;
  readonly user_id: string;
  readonly cue_id: string;
  readonly scheduled_for: Instant;
  status: ExecutionStatus;
  http_status: number | null;
  attempts: number;
  error_message: string | null;
  started_at: Instant | null;
  delivered_at: Instant | null;
  last_attempt_at: Instant | null;
  outcome: ReportedOutcome | null;
  outcome_state: OutcomeState | null;
  /** The payload of the cue, merged with the override. */
  readonly payload: ObjectValue;
  readonly payload_override: ObjectValue | null;
  readonly triggered_by: 'scheduled' | 'manual_fire' | 'chain' | 'replay';
  evidence: StoredEvidence;
  claimed_by_worker: string | null;
  claimed_at: Instant | null;
  last_heartbeat_at: Instant | null;
  lease_until: Instant | null;
  live_claim: { readonly session_token: string; readonly at: Instant } | null;
  readonly chain_parent_id: string | null;
  readonly chain_depth: number;
  readonly created_at: Instant;
  updated_at: Instant;
}

interface ReportedOutcome {
  readonly success: boolean;
  readonly result: string | null;
  readonly error: string | null;
  readonly metadata: ObjectValue | null;
  readonly recorded_at: Instant;
}

export interface StoredEvidence {
  readonly external_id: string | null;
  readonly result_url: string | null;
  readonly result_ref: string | null;
  readonly result_type: string | null;
  readonly summary: string | null;
  readonly artifacts: readonly unknown[] | null;
  readonly metadata: ObjectValue | null;
}

export const NO_EVIDENCE: StoredEvidence = {
  external_id: null,
  result_url: null,
  result_ref: null,
  result_type: null,
  summary: null,
  artifacts: null,
  metadata: null,
};

export interface Worker {
  readonly user_id: string;
  readonly worker_id: string;
  handlers: readonly string[] | null;
  last_heartbeat: Instant;
  readonly registered_since: Instant;
}
