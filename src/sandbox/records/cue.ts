import type { Instant } from '../clock.ts';
import type { ObjectValue } from '../validate/containers.ts';

export interface Cue {
  readonly id: string;
  readonly user_id: string;
  name: string;
  description: string | null;
  status: 'active' | 'paused' | 'completed' | 'failed';
  readonly transport: 'webhook' | 'worker';
  schedule: Schedule;
  callback: Callback;
  payload: ObjectValue;
  retry: Retry;
  next_run: Instant | null;
  last_run: Instant | null;
  run_count: number;
  fired_count: number;
  on_failure: OnFailure;
  verification: Verification | null;
  hosted: HostedCue;
  readonly created_at: Instant;
  updated_at: Instant;
}

export interface Schedule {
  readonly type: 'once' | 'recurring';
  readonly timezone: string;
  readonly cron: string | null;
  readonly at: Instant | null;
}

export interface Callback {
  readonly url: string | null;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Retry {
  readonly max_attempts: number;
  readonly backoff_minutes: readonly number[];
}

export interface OnFailure {
  readonly email: boolean;
  readonly webhook: string | null;
  readonly pause: boolean;
}

export interface Verification {
  readonly mode: 'none' | 'require_external_id' | 'require_result_url' | 'require_artifacts' | 'manual';
  readonly required_assertions: readonly string[];
}

/** Fields that only the hosted server stores. */
export interface HostedCue {
  readonly delivery: {
    readonly timeout_seconds: number | null;
    readonly outcome_deadline_seconds: number | null;
  } | null;
  readonly alerts: ObjectValue | null;
  readonly catch_up: 'run_once_if_missed' | 'skip_missed' | 'replay_all';
  readonly on_success_fire: string | null;
  readonly require_payload_override: boolean;
  readonly required_payload_keys: readonly string[];
}

/** What the server stores about a call of `cues.fire` with an idempotency key. */
export interface FireMemory {
  readonly fingerprint: string;
  readonly answer: ObjectValue | null;
  readonly at: Instant;
}
