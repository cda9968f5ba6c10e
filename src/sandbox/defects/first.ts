import type { DefectTable } from './table.ts';

/** Defects that real clients and servers of this API had, and similar defects. */
export const FIRST_DEFECTS = {
  'fire-idempotency-not-persisted': {
    summary: 'The key and its fingerprint are stored, but not the execution: a repeated call creates a new execution',
    operation: 'cues.fire',
    kind: 'value-mismatch',
    generated: 'not-idempotent',
    profile: 'hosted',
  },
  'fire-key-read-from-header': {
    summary: 'The idempotency key is read from the header Idempotency-Key; the body field is accepted and ignored',
    operation: 'cues.fire',
    kind: 'value-mismatch',
    generated: 'field-misplaced',
    profile: 'hosted',
  },
  'message-key-read-from-body': {
    summary: 'The idempotency key is read from a body field; the header is ignored',
    operation: 'messages.send',
    kind: 'status-mismatch',
    generated: 'not-idempotent',
  },
  'fire-unknown-fields-ignored': {
    summary: 'Unknown body fields are ignored instead of rejected',
    operation: 'cues.fire',
    kind: 'status-mismatch',
    generated: 'accepted-invalid',
    profile: 'hosted',
  },
  'exit-criteria-as-object': {
    summary: 'exit_criteria must be an object; a list is rejected',
    operation: 'cues.fire',
    kind: 'status-mismatch',
    generated: 'rejected-valid',
    profile: 'hosted',
  },
  'heartbeat-ignores-worker-id': {
    summary: 'Another worker may extend the lease',
    operation: 'executions.heartbeat',
    kind: 'status-mismatch',
    generated: 'ownership-not-enforced',
  },
  'filter-after-limit': {
    summary: 'The status filter is applied after the list is split into pages',
    operation: 'executions.list',
    kind: 'value-mismatch',
    generated: 'filter-broken',
  },
  'outcome-second-write-accepted': {
    summary: 'A second outcome overwrites the first outcome',
    operation: 'executions.outcome',
    kind: 'status-mismatch',
    generated: 'not-idempotent',
  },
  'create-answers-200': {
    summary: 'Creating a cue returns 200 instead of 201',
    operation: 'cues.create',
    kind: 'status-undeclared',
  },
  'wrong-error-code': {
    summary: 'The error code of an unknown cue is `not_found` instead of `cue_not_found`',
    operation: 'cues.get',
    kind: 'error-code-undeclared',
  },
  'envelope-key-renamed': {
    summary: 'The 404 has error.detail instead of error.message',
    operation: 'workers.delete',
    kind: 'error-envelope-malformed',
  },
  'response-field-gone': {
    summary: 'A cue in a response has no run_count',
    operation: 'cues.get',
    kind: 'response-field-missing',
  },
  'response-field-retyped': {
    summary: '`plan` is an object instead of a string',
    operation: 'usage.get',
    kind: 'response-field-retyped',
  },
  'body-echo-object': {
    summary: 'body_received is the whole request as an object',
    operation: 'messages.send',
    kind: 'response-field-retyped',
  },
  'response-field-added': {
    summary: 'An agent in a response has an undeclared member',
    operation: 'agents.get',
    kind: 'response-field-undeclared',
  },
  'claimable-500': {
    summary: 'Listing executions with a task filter returns 500',
    operation: 'executions.claimable',
    kind: 'server-error',
  },
} as const satisfies DefectTable;
