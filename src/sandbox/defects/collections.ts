import type { DefectTable } from './table.ts';

/** Defects in lists, deletion and caching. */
export const COLLECTION_DEFECTS = {
  'page-repeats-item': {
    summary: 'Each page after the first begins with the last item of the page before',
    operation: 'cues.list',
    kind: 'pagination-broken',
  },
  'cue-order-unstable': {
    summary: 'The order is reversed on every second request',
    operation: 'cues.list',
    kind: 'pagination-broken',
  },
  'agent-list-limit-ignored': {
    summary: 'The field `limit` has no effect',
    operation: 'agents.list',
    kind: 'pagination-broken',
  },
  'execution-total-is-page-size': {
    summary: '`total` is the number of items on the page, not in the whole list',
    operation: 'executions.list',
    kind: 'pagination-broken',
  },
  'event-cursor-stuck': {
    summary: 'The field `since` has no effect',
    operation: 'events.list',
    kind: 'pagination-broken',
  },
  'cue-status-filter-ignored': {
    summary: 'The field `status` has no effect',
    operation: 'cues.list',
    kind: 'filter-broken',
  },
  'cue-id-filter-first-page-only': {
    summary: 'The field cue_id filters only the first page',
    operation: 'executions.list',
    kind: 'filter-broken',
  },
  'claimable-task-filter-ignored': {
    summary: 'The field `task` has no effect',
    operation: 'executions.claimable',
    kind: 'filter-broken',
  },
  'deleted-cue-still-listed': {
    summary: 'A deleted cue stays in the list',
    operation: 'cues.delete',
    kind: 'delete-not-effective',
  },
  'deleted-agent-still-readable': {
    summary: 'A deleted agent can be read without include_deleted',
    operation: 'agents.delete',
    kind: 'delete-not-effective',
  },
  'deleted-worker-still-listed': {
    summary: 'A deleted worker stays in the list',
    operation: 'workers.delete',
    kind: 'delete-not-effective',
  },
  'roster-never-304': {
    summary: 'If-None-Match has no effect',
    operation: 'agents.roster',
    kind: 'cache-validator-broken',
  },
  'roster-etag-unstable': {
    summary: 'The ETag changes although nothing else changed',
    operation: 'agents.roster',
    kind: 'cache-validator-broken',
  },
  'roster-always-304': {
    summary: 'Every If-None-Match gets a 304, even an outdated one',
    operation: 'agents.roster',
    kind: 'cache-validator-broken',
  },
} as const satisfies DefectTable;
