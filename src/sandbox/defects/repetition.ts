import type { DefectTable } from './table.ts';

/** Defects in repeated calls, such as calls with the same idempotency key. */
export const REPETITION_DEFECTS = {
  'message-key-conflict-ignored': {
    summary: 'The same key with a different message returns the first message, but should be rejected with 409',
    operation: 'messages.send',
    kind: 'not-idempotent',
  },
  'message-replay-answers-201': {
    summary: 'A repeated call returns the first message with 201 instead of 200',
    operation: 'messages.send',
    kind: 'not-idempotent',
  },
  'fire-conflict-ignored': {
    summary: 'The same key with a different body creates a second execution, but should be rejected with 409',
    operation: 'cues.fire',
    kind: 'not-idempotent',
    profile: 'hosted',
  },
  'fire-key-shared-across-cues': {
    summary:
      'A key is stored per account: firing a second cue with the same key returns the execution of the first cue',
    operation: 'cues.fire',
    kind: 'value-mismatch',
    generated: 'not-idempotent',
    profile: 'hosted',
  },
  'live-claim-not-repeatable': {
    summary: 'The same session token is rejected the second time',
    operation: 'executions.live_claim',
    kind: 'not-idempotent',
  },
  'attachment-delete-not-repeatable': {
    summary: 'The second deletion returns 404',
    operation: 'attachments.delete',
    kind: 'not-idempotent',
  },
  'user-upsert-always-created': {
    summary: '`created` is true in the response to every call',
    operation: 'internal_users.upsert',
    kind: 'not-idempotent',
  },
  'user-upsert-keeps-first': {
    summary: 'A call with a different body changes nothing',
    operation: 'internal_users.upsert',
    kind: 'field-ignored',
  },
  'agent-upsert-not-a-no-op': {
    summary: 'Sending the same body a second time creates a second agent',
    operation: 'internal_agents.upsert',
    kind: 'not-idempotent',
    feature: 'internal-agents-upsert',
  },
} as const satisfies DefectTable;
