import type { TypeScriptFault } from './typescript-mutants.ts';

const FIRE_HEADERS = [
  "    const headers = { 'X-CueAPI-Verify-Echo': options.verifyEcho };",
  "    return this.#send('POST', `/v1/cues/${encodeURIComponent(cueId)}/fire`, { body, headers });",
] as const;

/** Faults in the location or the name of a field, such as a body field that is sent as a header. */
export const TYPESCRIPT_PLACE_FAULTS: readonly TypeScriptFault[] = [
  {
    name: 'a body field that is sent as a header',
    replace: [
      ['      idempotency_key: options.idempotencyKey,', '    };', ...FIRE_HEADERS].join('\n'),
      [
        '    };',
        "    const headers = { 'Idempotency-Key': options.idempotencyKey, 'X-CueAPI-Verify-Echo': options.verifyEcho };",
        FIRE_HEADERS[1],
      ].join('\n'),
    ],
    only: ['cues.fire'],
    expect: {
      kind: 'field-misplaced',
      operation: 'cues.fire',
      field: 'idempotency_key',
      places: { declared: 'body idempotency_key', sent: 'header Idempotency-Key' },
    },
  },
  {
    name: 'a header that is sent as a query parameter',
    replace: [
      "{ 'X-Worker-Id': options.workerId, 'X-CueAPI-Verify-Echo': options.verifyEcho };\n    return this.#send('POST', `/v1/executions/${encodeURIComponent(executionId)}/heartbeat`, { headers",
      "{ 'X-CueAPI-Verify-Echo': options.verifyEcho };\n    return this.#send('POST', `/v1/executions/${encodeURIComponent(executionId)}/heartbeat`, { query: { worker_id: options.workerId }, headers",
    ],
    only: ['executions.heartbeat'],
    expect: {
      kind: 'field-misplaced',
      operation: 'executions.heartbeat',
      field: 'worker_id',
      places: { declared: 'header X-Worker-Id', sent: 'query worker_id' },
    },
  },
  {
    name: 'a member of an object that is sent one level too high',
    replace: [
      '      callback: options.callback,\n      transport: options.transport,',
      '      callback: options.callback && { ...options.callback, url: undefined },\n      callback_url: options.callback?.url,\n      transport: options.transport,',
    ],
    only: ['cues.create'],
    expect: {
      kind: 'field-misplaced',
      operation: 'cues.create',
      field: 'callback.url',
      places: { declared: 'body /callback/url', sent: 'body callback_url' },
    },
  },
  {
    name: 'an optional argument that is not sent',
    replace: ['{ valid: options.valid, reason: options.reason }', '{ valid: options.valid }'],
    only: ['executions.verify'],
    expect: { kind: 'argument-dropped', operation: 'executions.verify', field: 'reason' },
  },
  {
    name: 'a member of an object that is not sent',
    replace: ['max_attempts: retry.maxAttempts, ', ''],
    only: ['cues.update'],
    expect: { kind: 'argument-dropped', operation: 'cues.update', field: 'retry.max_attempts' },
  },
  {
    name: 'an argument that is sent only together with another one',
    replace: ['reason: options.reason }', 'reason: options.valid === undefined ? undefined : options.reason }'],
    only: ['executions.verify'],
    expect: { kind: 'argument-dropped', operation: 'executions.verify', field: 'reason', observed: 'options.valid' },
  },
  {
    name: 'a body field with another name',
    replace: ['subject: options.subject', 'title: options.subject'],
    only: ['messages.send'],
    expect: {
      kind: 'field-renamed',
      operation: 'messages.send',
      field: 'subject',
      places: { declared: 'body subject', sent: 'body title' },
    },
  },
  {
    name: 'a query parameter in camel case',
    replace: ['execution_limit: options', 'executionLimit: options'],
    only: ['cues.get'],
    expect: {
      kind: 'field-renamed',
      operation: 'cues.get',
      field: 'execution_limit',
      places: { declared: 'query execution_limit', sent: 'query executionLimit' },
    },
  },
  {
    name: 'members of an object that are not in snake case',
    replace: ['{ mode: verification.mode, required_assertions:', '{ mode: verification.mode, requiredAssertions:'],
    only: ['cues.create'],
    expect: {
      kind: 'field-renamed',
      operation: 'cues.create',
      field: 'verification.required_assertions',
      places: { declared: 'body /verification/required_assertions', sent: 'body /verification/requiredAssertions' },
    },
  },
];
