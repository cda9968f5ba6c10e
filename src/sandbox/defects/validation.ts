import type { DefectTable } from './table.ts';

/** Defects of validation: invalid input is accepted, or valid input is rejected. */
export const VALIDATION_DEFECTS = {
  'cue-name-not-required': {
    summary: 'A cue without a name is created',
    operation: 'cues.create',
    kind: 'accepted-invalid',
  },
  'cue-name-one-too-long': {
    summary: 'A name of 256 characters is accepted',
    operation: 'cues.create',
    kind: 'accepted-invalid',
  },
  'retry-attempts-unbounded': {
    summary: 'An out-of-range `retry.max_attempts` (0 or 11) is accepted',
    operation: 'cues.create',
    kind: 'accepted-invalid',
  },
  'cue-unknown-field-rejected': {
    summary: 'An unknown body field is rejected instead of ignored',
    operation: 'cues.create',
    kind: 'rejected-valid',
  },
  'cue-list-limit-unbounded': {
    summary: 'limit=101 is accepted',
    operation: 'cues.list',
    kind: 'accepted-invalid',
  },
  'merge-strategy-not-enforced': {
    summary: 'Any merge_strategy is accepted',
    operation: 'cues.fire',
    kind: 'accepted-invalid',
    profile: 'hosted',
  },
  'exit-criteria-uncounted': {
    summary: 'More than 20 exit criteria are accepted',
    operation: 'cues.fire',
    kind: 'accepted-invalid',
    profile: 'hosted',
  },
  'priority-any-type': {
    summary: 'A priority that is not an integer is accepted and stored as 3',
    operation: 'messages.send',
    kind: 'accepted-invalid',
  },
  'message-to-empty-accepted': {
    summary: 'An empty `to` is accepted; the message goes to its sender',
    operation: 'messages.send',
    kind: 'accepted-invalid',
  },
  'agent-metadata-null-accepted': {
    summary: 'metadata may be null',
    operation: 'agents.create',
    kind: 'accepted-invalid',
  },
  'agent-unknown-field-accepted': {
    summary: 'Unknown body fields are ignored instead of rejected',
    operation: 'agents.create',
    kind: 'accepted-invalid',
  },
  'delivery-target-not-enforced': {
    summary: 'Any delivery_target is accepted',
    operation: 'subscriptions.create',
    kind: 'accepted-invalid',
  },
  'claim-worker-id-empty-accepted': {
    summary: 'A worker with an empty worker_id may claim an execution',
    operation: 'executions.claim',
    kind: 'accepted-invalid',
  },
  'email-not-validated': {
    summary: 'Any text is accepted as an email address',
    operation: 'auth.register',
    kind: 'accepted-invalid',
  },
  'outcome-success-not-required': {
    summary: 'An outcome without `success` is recorded as a failure',
    operation: 'executions.outcome',
    kind: 'accepted-invalid',
  },
} as const satisfies DefectTable;
