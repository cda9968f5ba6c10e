import type { DefectTable } from './table.ts';

/** Defects in authorisation, ownership, confirmation, state machines and races. */
export const GUARD_DEFECTS = {
  'agents-list-without-credentials': {
    summary: 'A request without credentials gets the list of the first account',
    operation: 'agents.list',
    kind: 'auth-not-enforced',
  },
  'wrong-key-forbidden': {
    summary: 'An unknown key gets 403 instead of 401',
    operation: 'auth.me',
    kind: 'status-undeclared',
  },
  'cue-visible-to-others': {
    summary: "Another account's cue can be read",
    operation: 'cues.get',
    kind: 'ownership-not-enforced',
  },
  'cue-deletable-by-others': {
    summary: "Another account's cue can be deleted",
    operation: 'cues.delete',
    kind: 'ownership-not-enforced',
  },
  'execution-visible-to-others': {
    summary: "Another account's execution can be read",
    operation: 'executions.get',
    kind: 'ownership-not-enforced',
  },
  'agent-visible-to-others': {
    summary: "Another account's agent can be read",
    operation: 'agents.get',
    kind: 'ownership-not-enforced',
  },
  'regenerate-key-unconfirmed': {
    summary: 'The key is replaced without confirmation',
    operation: 'auth.regenerate_key',
    kind: 'confirmation-not-enforced',
  },
  'agent-secret-unconfirmed': {
    summary: "An agent's secret is replaced without confirmation",
    operation: 'agents.regenerate_webhook_secret',
    kind: 'confirmation-not-enforced',
  },
  'bulk-delete-unconfirmed': {
    summary: 'Cues are deleted in bulk without confirmation',
    operation: 'cues.bulk_delete',
    kind: 'confirmation-not-enforced',
    profile: 'hosted',
  },
  'claim-two-winners': {
    summary: 'Checking and setting the state are not one step, so two workers can claim the same execution',
    operation: 'executions.claim',
    kind: 'race-lost',
  },
  'claim-next-two-winners': {
    summary: 'Choosing and claiming are not one step, so two workers can get the same execution',
    operation: 'executions.claim_next',
    kind: 'race-lost',
  },
  'read-after-ack-accepted': {
    summary: 'An acknowledged message returns to the state `read`',
    operation: 'messages.read',
    kind: 'transition-not-enforced',
  },
  'replay-in-flight-accepted': {
    summary: 'An execution that has not ended can be replayed',
    operation: 'executions.replay',
    kind: 'transition-not-enforced',
  },
  'heartbeat-unclaimed-accepted': {
    summary: 'An execution that nobody claimed accepts a heartbeat',
    operation: 'executions.heartbeat',
    kind: 'transition-not-enforced',
  },
  'evidence-before-outcome-accepted': {
    summary: 'Evidence is accepted before the execution has an outcome',
    operation: 'executions.evidence',
    kind: 'transition-not-enforced',
  },
} as const satisfies DefectTable;
