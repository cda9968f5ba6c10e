import type { DefectTable } from './table.ts';

/** Defects of responses, such as wrong codes, headers or types. */
export const ANSWER_DEFECTS = {
  'secret-error-code-swapped': {
    summary: 'The error code of an unknown agent is no_webhook_secret instead of agent_not_found',
    operation: 'agents.get_webhook_secret',
    kind: 'error-code-mismatch',
  },
  'duplicate-name-code-changed': {
    summary: 'The error code of a taken name is name_taken instead of duplicate_cue_name',
    operation: 'cues.create',
    kind: 'error-code-undeclared',
  },
  'validation-details-as-text': {
    summary: 'error.details of a 422 is a string',
    operation: 'agents.create',
    kind: 'error-envelope-malformed',
  },
  'events-as-text': {
    summary: 'The list of cues is sent as text/plain',
    operation: 'events.list',
    kind: 'response-content-type-mismatch',
  },
  'request-id-missing': {
    summary: 'The response has no X-Request-Id',
    operation: 'workers.list',
    kind: 'response-header-missing',
  },
  'roster-etag-missing': {
    summary: 'The response has no ETag',
    operation: 'agents.roster',
    kind: 'response-header-missing',
  },
  'worker-status-unknown': {
    summary: 'heartbeat_status is `alive`, which the contract does not declare',
    operation: 'workers.list',
    kind: 'response-value-invalid',
  },
  'message-time-without-zone': {
    summary: 'created_at has no offset',
    operation: 'messages.get',
    kind: 'response-value-invalid',
  },
  'ack-answers-204': {
    summary: 'The response is a 204 without a body',
    operation: 'messages.ack',
    kind: 'status-undeclared',
  },
  'claim-lease-as-text': {
    summary: 'lease_seconds is a string',
    operation: 'executions.claim',
    kind: 'response-field-retyped',
  },
  'me-plan-gone': {
    summary: 'The response has no member `plan`',
    operation: 'auth.me',
    kind: 'response-field-missing',
  },
  'huge-offset-crashes': {
    summary: 'An offset of more than 32 bits causes a 500',
    operation: 'cues.list',
    kind: 'server-error',
  },
  'malformed-id-crashes': {
    summary: 'An id that is not a UUID causes a 500',
    operation: 'executions.get',
    kind: 'server-error',
  },
  'retry-after-missing': {
    summary: 'The 429 of the global rate limit has no Retry-After',
    operation: 'auth.me',
    kind: 'response-header-missing',
  },
  'rate-limit-never': {
    summary: 'The global rate limit counts requests but rejects none',
    operation: 'auth.me',
    kind: 'rate-limit-broken',
  },
} as const satisfies DefectTable;
