import type { TypeScriptFault } from './typescript-mutants.ts';

/** Faults in values. */
export const TYPESCRIPT_VALUE_FAULTS: readonly TypeScriptFault[] = [
  {
    name: 'a number that is sent as text',
    replace: ['options.priority,', 'options.priority?.toString(),'],
    only: ['messages.send'],
    expect: {
      kind: 'field-type-changed',
      operation: 'messages.send',
      field: 'priority',
      expected: 'integer',
      observed: 'string',
    },
  },
  {
    name: 'a list that is sent as text in a body',
    replace: ['options.exitCriteria', "options.exitCriteria?.join(',')"],
    only: ['cues.fire'],
    expect: { kind: 'field-type-changed', operation: 'cues.fire', field: 'exit_criteria', observed: 'string' },
  },
  {
    name: 'a list in a query with spaces in place of commas',
    replace: ["options.statusIn?.join(',')", "options.statusIn?.join(' ')"],
    only: ['executions.list'],
    expect: { kind: 'serialization-differs', operation: 'executions.list', field: 'status__in', expected: ',' },
  },
  {
    name: 'a boolean in a query that is sent as 1 or 0',
    replace: ['options.hasEvidence,', 'options.hasEvidence === undefined ? undefined : Number(options.hasEvidence),'],
    only: ['executions.list'],
    expect: { kind: 'serialization-differs', operation: 'executions.list', field: 'has_evidence', expected: 'true' },
  },
  {
    name: 'a time without an offset',
    replace: ['value.toISOString()', 'value.toISOString().slice(0, 19)'],
    only: ['cues.fire'],
    expect: { kind: 'serialization-differs', operation: 'cues.fire', field: 'send_at', expected: 'offset' },
  },
  {
    name: 'a time that is sent in milliseconds',
    replace: ['value.toISOString()', 'value.getTime()'],
    only: ['messages.send'],
    expect: { kind: 'serialization-differs', operation: 'messages.send', field: 'send_at', expected: 'RFC 3339' },
  },
  {
    name: 'two body fields that are swapped',
    replace: ['      to: options.to,\n      body: options.body,', '      to: options.body,\n      body: options.to,'],
    only: ['messages.send'],
    expect: { kind: 'value-changed', operation: 'messages.send', field: 'body', observed: 'swapped' },
  },
  {
    name: 'a text that is cut',
    replace: ['options.subject', 'options.subject?.slice(0, 6)'],
    only: ['messages.send'],
    expect: { kind: 'value-changed', operation: 'messages.send', field: 'subject', observed: 'pw-sub' },
  },
  {
    name: 'a required text that is cut',
    replace: ['body: options.body', 'body: options.body.slice(0, 5)'],
    only: ['messages.send'],
    expect: { kind: 'value-changed', operation: 'messages.send', field: 'body' },
  },
  {
    name: 'a list that is cut',
    replace: ['options.notify', 'options.notify?.slice(0, 1)'],
    only: ['messages.send'],
    expect: { kind: 'value-changed', operation: 'messages.send', field: 'notify' },
  },
  {
    name: 'a fixed value in place of the argument',
    replace: ['status: options.status, limit: options.limit', 'status: options.status, limit: 20'],
    only: ['cues.list'],
    expect: { kind: 'value-changed', operation: 'cues.list', field: 'limit', observed: 'always' },
  },
  {
    name: 'a default that the contract forbids',
    replace: ['options.mergeStrategy', "options.mergeStrategy ?? 'replace'"],
    only: ['cues.fire'],
    expect: { kind: 'default-sent', operation: 'cues.fire', field: 'merge_strategy', observed: 'replace' },
  },
  {
    name: 'a null for an argument that was not given',
    replace: ['options.metadata', 'options.metadata ?? null'],
    only: ['messages.send'],
    expect: { kind: 'serialization-differs', operation: 'messages.send', field: 'metadata', observed: 'null' },
  },
  {
    name: 'the word undefined for an argument that was not given',
    replace: ['status: options.status, limit: options.limit', 'status: String(options.status), limit: options.limit'],
    only: ['cues.list'],
    expect: { kind: 'serialization-differs', operation: 'cues.list', field: 'status', observed: 'undefined' },
  },
];
