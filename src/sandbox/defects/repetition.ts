import type { DefectTable } from './table.ts';

/** Defects in repetition: keys, natural idempotency, upserts. */
export const REPETITION_DEFECTS = {
  'message-key-conflict-ignored': {
    summary: 'Another message under the same key is answered with the first one, not 409',
    operation: 'messages.send',
    kind: 'not-idempotent',
  },
  'message-replay-answers-201': {
    summary: 'A replay gives the first message, but as if it were new',
    operation: 'messages.send',
    kind: 'not-idempotent',
  },
  'fire-conflict-ignored': {
    summary: 'Another body under the same key makes a second execution, not 409',
    operation: 'cues.fire',
    kind: 'not-idempotent',
    profile: 'hosted',
  },
  'fire-key-shared-across-cues': {
    summary: 'A key is remembered per account: another cue answers with the execution of the first',
    operation: 'cues.fire',
    kind: 'value-mismatch',
    generated: 'not-idempotent',
    profile: 'hosted',
  },
  'live-claim-not-repeatable': {
    summary: 'The same session token is refused the second time',
    operation: 'executions.live_claim',
    kind: 'not-idempotent',
  },
  'attachment-delete-not-repeatable': {
    summary: 'The second delete is a 404',
    operation: 'attachments.delete',
    kind: 'not-idempotent',
  },
  'user-upsert-always-created': {
    summary: 'created is true on every call',
    operation: 'internal_users.upsert',
    kind: 'not-idempotent',
  },
  'user-upsert-keeps-first': {
    summary: 'A second body changes nothing',
    operation: 'internal_users.upsert',
    kind: 'field-ignored',
  },
  'agent-upsert-not-a-no-op': {
    summary: 'The same body again makes another agent',
    operation: 'internal_agents.upsert',
    kind: 'not-idempotent',
    feature: 'internal-agents-upsert',
  },
} as const satisfies DefectTable;
