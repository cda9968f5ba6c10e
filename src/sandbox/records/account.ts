import type { Instant } from '../clock.ts';

export interface User {
  readonly id: string;
  email: string;
  slug: string;
  plan: string;
  limits: AccountLimits;
  /** The value is null if the internal upsert created the account, because the upsert never shows a key. */
  api_key: string | null;
  api_key_id: string;
  /** True if the server stores the key in readable form and can show it again. */
  is_key_kept: boolean;
  webhook_secret: string;
  alert_webhook_url: string | null;
  alert_webhook_secret: string | null;
  external_owner: string | null;
  readonly created_at: Instant;
  updated_at: Instant;
}

export interface AccountLimits {
  readonly active_cues: number;
  readonly monthly_executions: number;
  readonly monthly_messages: number;
  readonly requests_per_minute: number;
  readonly messages_per_minute: number;
  readonly urgent_per_hour: number;
  readonly urgent_per_pair_per_hour: number;
}

export interface DeviceCode {
  readonly code: string;
  status: 'pending' | 'email_sent' | 'approved' | 'claimed';
  readonly expires_at: Instant;
  email: string | null;
  mail_token: string | null;
  user_id: string | null;
}

/** An email that the real server would have sent. */
export interface Mail {
  readonly to: string;
  readonly link: string;
  readonly token: string;
  readonly device_code: string;
}

export interface Echo {
  readonly payload: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly received_at: Instant;
}

export interface Alert {
  readonly id: string;
  readonly user_id: string;
  readonly cue_id: string | null;
  readonly execution_id: string | null;
  readonly alert_type: 'outcome_timeout' | 'verification_failed' | 'consecutive_failures';
  readonly severity: 'info' | 'warning' | 'critical';
  readonly message: string;
  readonly metadata: Readonly<Record<string, unknown>> | null;
  readonly acknowledged: boolean;
  readonly created_at: Instant;
}
