import type { TypeScriptFault } from './typescript-mutants.ts';

/** Faults in values. */
export const TYPESCRIPT_VALUE_FAULTS: readonly TypeScriptFault[] = [
  {
    name: 'a number as text',
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
    name: 'a list as text in a body',
    replace: ['options.exitCriteria', "options.exitCriteria?.join(',')"],
    only: ['cues.fire'],
    expect: { kind: 'field-type-changed', operation: 'cues.fire', field: 'exit_criteria', observed: 'string' },
  },
  {
    name: 'a list with blanks in a query that wants commas',
    replace: ["options.statusIn?.join(',')", "options.statusIn?.join(' ')"],
    only: ['executions.list'],
    expect: { kind: 'serialization-differs', operation: 'executions.list', field: 'status__in', expected: ',' },
  },
  {
    name: 'a boolean as 1 and 0 in a query',
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
    name: 'a time as milliseconds',
    replace: ['value.toISOString()', 'value.getTime()'],
    only: ['messages.send'],
    expect: { kind: 'serialization-differs', operation: 'messages.send', field: 'send_at', expected: 'RFC 3339' },
  },
  {
    name: 'two body fields swapped',
    replace: ['      to: options.to,\n      body: options.body,', '      to: options.body,\n      body: options.to,'],
    only: ['messages.send'],
    expect: { kind: 'value-changed', operation: 'messages.send', field: 'body', observed: 'swapped' },
  },
  {
    name: 'a text cut',
    replace: ['options.subject', 'options.subject?.slice(0, 6)'],
    only: ['messages.send'],
    expect: { kind: 'value-changed', operation: 'messages.send', field: 'subject', observed: 'pw-sub' },
  },
  {
    name: 'a required text cut',
    replace: ['body: options.body', 'body: options.body.slice(0, 5)'],
    only: ['messages.send'],
    expect: { kind: 'value-changed', operation: 'messages.send', field: 'body' },
  },
  {
    name: 'a list cut',
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
    name: 'a null where nothing was given',
    replace: ['options.metadata', 'options.metadata ?? null'],
    only: ['messages.send'],
    expect: { kind: 'serialization-differs', operation: 'messages.send', field: 'metadata', observed: 'null' },
  },
  {
    name: 'the word undefined where nothing was given',
    replace: ['status: options.status, limit: options.limit', 'status: String(options.status), limit: options.limit'],
    only: ['cues.list'],
    expect: { kind: 'serialization-differs', operation: 'cues.list', field: 'status', observed: 'undefined' },
  },
];
