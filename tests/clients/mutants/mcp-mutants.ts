import type { Mutant } from './harness.ts';

const client = 'mcp';
const api = 'api.js';
const tools = 'tools.js';
const server = 'server.js';

/** Harmless differences. */
export const MCP_CONTROLS: readonly Mutant[] = [
  {
    ...{ client, name: 'header names in lower case', file: tools, only: ['executions_heartbeat'] },
    replace: ["'X-Worker-Id': worker_id, 'X-CueAPI-Verify-Echo'", "'x-worker-id': worker_id, 'x-cueapi-verify-echo'"],
    expect: null,
  },
  {
    ...{ client, name: 'headers of another HTTP library', file: api, only: ['cues_fire'] },
    replace: [
      "Accept: 'application/json',",
      "Accept: '*/*', 'Accept-Encoding': 'gzip, br', 'Accept-Language': '*', 'Sec-Fetch-Mode': 'cors', Connection: 'keep-alive',",
    ],
    expect: null,
  },
  {
    ...{ client, name: 'a tool that sends nothing', file: tools, only: ['cues_delete'] },
    replace: [
      `export const TOOLS = [
`,
      `export const TOOLS = [
  {
    name: 'explain_cron',
    description: 'Say what a cron expression means.',
    inputSchema: object(['cron'], { cron: text }),
    run: async ({ cron }) => ({ text: \`runs at \${cron}\` }),
  },
`,
    ],
    expect: null,
  },
  {
    ...{ client, name: 'an argument with another name', file: tools, only: ['executions_list'] },
    replace: ['      status_in: texts,', '      any_of_statuses: texts,'],
    also: [
      {
        file: tools,
        replace: ['({ status_in, ...query })', '({ any_of_statuses: status_in, ...query })'],
      },
    ],
    expect: null,
  },
  {
    ...{ client, name: 'an error that is reported as plain text', file: server, only: ['cues_get'] },
    replace: [
      'return content(error.details, true)',
      'return content(`${error.details.message} (${error.details.code}, ${error.details.status}; wait ${error.details.retry_after} s)`, true)',
    ],
    expect: null,
  },
];

export const MCP_MUTANTS: readonly Mutant[] = [
  {
    ...{ client, name: 'a body field that is sent as a header', file: tools, only: ['cues_fire'] },
    replace: [
      `headers: { 'X-CueAPI-Verify-Echo': verify_echo },
        body: { send_at, payload_override, merge_strategy, exit_criteria, idempotency_key },`,
      `headers: { 'X-CueAPI-Verify-Echo': verify_echo, 'Idempotency-Key': idempotency_key },
        body: { send_at, payload_override, merge_strategy, exit_criteria },`,
    ],
    expect: {
      ...{ kind: 'field-misplaced', operation: 'cues.fire', field: 'idempotency_key' },
      places: { declared: 'body idempotency_key', sent: 'header Idempotency-Key' },
    },
  },
  {
    ...{ client, name: 'headers that are sent as body fields', file: tools, only: ['messages_send'] },
    replace: ['({ from_agent, idempotency_key, verify_echo, ...body })', '({ from_agent, verify_echo, ...body })'],
    also: [{ file: tools, replace: ["          'Idempotency-Key': idempotency_key,\n", ''] }],
    expect: {
      ...{ kind: 'field-misplaced', operation: 'messages.send', field: 'idempotency_key' },
      places: { declared: 'header Idempotency-Key', sent: 'body idempotency_key' },
    },
  },
  {
    ...{ client, name: 'an argument that is not sent', file: tools, only: ['cues_list'] },
    replace: ['query: { status, limit, offset } }', 'query: { status, limit } }'],
    expect: { kind: 'argument-dropped', operation: 'cues.list', field: 'offset', expected: 'query offset' },
  },
  {
    ...{ client, name: 'a filter with another name', file: tools, only: ['executions_list'] },
    replace: ['{ query: { ...query, status__in: status_in } }', '{ query: { ...query, status_in } }'],
    expect: {
      ...{ kind: 'field-renamed', operation: 'executions.list', field: 'status__in' },
      places: { declared: 'query status__in', sent: 'query status_in' },
    },
  },
  {
    ...{ client, name: 'another path', file: tools, only: ['cues_fire'] },
    replace: ['}/fire`', '}/run`'],
    expect: { kind: 'operation-undocumented', operation: 'cues.fire', field: null, observed: '/run' },
  },
  {
    ...{ client, name: 'another method', file: tools, only: ['cues_delete'] },
    replace: ["send('DELETE', `/v1/cues/", "send('POST', `/v1/cues/"],
    expect: { kind: 'operation-undocumented', operation: 'cues.delete', field: null, observed: 'POST /v1/cues/' },
  },
  {
    ...{ client, name: 'path values that are not escaped', file: api, only: ['cues_get', 'executions_heartbeat'] },
    replace: ['return encodeURIComponent(value)', 'return encodeURI(value)'],
    expect: { kind: 'path-escaping', operation: '*', field: null, observed: '/a?b#c' },
  },
  {
    ...{ client, name: 'a list in a query as JSON', file: api, only: ['executions_list'] },
    replace: ["value.join(',')", 'JSON.stringify(value)'],
    expect: { kind: 'serialization-differs', operation: 'executions.list', field: 'status__in' },
  },
  {
    ...{ client, name: 'a number that is sent as text', file: tools, only: ['messages_send'] },
    replace: [
      `        },
        body,
      }),`,
      `        },
        body: { ...body, priority: body.priority?.toString() },
      }),`,
    ],
    expect: { kind: 'field-type-changed', operation: 'messages.send', field: 'priority', expected: 'integer' },
  },
  {
    ...{ client, name: 'an argument with a type that the server never accepts', file: tools, only: ['messages_send'] },
    replace: ["priority: { type: 'integer', minimum: 1, maximum: 5 }", 'priority: texts'],
    expect: { kind: 'declared-type-contradicts', operation: 'messages.send', field: 'priority', expected: 'integer' },
  },
  {
    ...{ client, name: 'an enumeration that lacks a member', file: tools, only: ['messages_send'] },
    replace: ["oneOf('live', 'bg', 'inbox', 'webhook')", "oneOf('live', 'background', 'inbox', 'webhook')"],
    expect: {
      ...{ kind: 'declared-type-contradicts', operation: 'messages.send', field: 'delivery_mode' },
      observed: 'background',
    },
  },
  {
    ...{ client, name: 'a required argument that is declared as optional', file: tools, only: ['messages_send'] },
    replace: ["object(['from_agent', 'to', 'body'], {", "object(['from_agent', 'body'], {"],
    expect: { kind: 'field-missing', operation: 'messages.send', field: 'to', observed: 'unless argument to is given' },
  },
  {
    ...{ client, name: "a default that is not the server's", file: tools, only: ['cues_get'] },
    replace: ['run: ({ cue_id, execution_limit, ', 'run: ({ cue_id, execution_limit = 5, '],
    expect: { kind: 'default-undeclared', operation: 'cues.get', field: 'execution_limit', observed: '5' },
  },
  {
    ...{ client, name: 'an undeclared body field', file: tools, only: ['cues_fire'] },
    replace: ['body: { send_at,', "body: { triggered_by: 'assistant', send_at,"],
    expect: { kind: 'field-undeclared', operation: 'cues.fire', field: 'triggered_by', observed: 'assistant' },
  },
  {
    ...{ client, name: 'a field without an argument', file: tools, only: ['executions_heartbeat'] },
    replace: ['execution_id: text, worker_id: text, verify_echo', 'execution_id: text, verify_echo'],
    expect: {
      ...{ kind: 'field-not-sendable', operation: 'executions.heartbeat', field: 'worker_id' },
      ...{ expected: 'header X-Worker-Id', observed: 'whether the caller owns' },
    },
  },
  {
    ...{ client, name: 'an operation without a tool', file: server, only: ['cues_delete'] },
    replace: ['TOOLS.map(', "TOOLS.filter(({ name }) => name !== 'cues_delete').map("],
    expect: { kind: 'operation-not-covered', operation: 'cues.delete', field: null },
  },
  {
    ...{ client, name: 'a request that is sent twice', file: tools, only: ['cues_get'] },
    replace: [
      `run: ({ cue_id, execution_limit, execution_offset }) =>
      send(`,
      `run: async ({ cue_id, execution_limit, execution_offset }) =>
      (await send('GET', \`/v1/cues/\${segment(cue_id)}\`, { query: { execution_limit, execution_offset } })) && send(`,
    ],
    expect: { kind: 'duplicate-request', operation: 'cues.get', field: null, observed: '2 times' },
  },
  {
    ...{ client, name: 'a header that is sent twice', file: api, only: ['cues_get', 'executions_heartbeat'] },
    replace: ["Accept: 'application/json',", "Accept: 'application/json', 'Accept-Language': ['en', 'de'],"],
    expect: { kind: 'header-duplicated', operation: '*', field: 'Accept-Language' },
  },
  {
    ...{ client, name: 'a User-Agent of an older version', file: api, only: ['cues_get'] },
    replace: ['`acme-mcp/${VERSION}`', "'acme-mcp/0.4.1'"],
    expect: { kind: 'user-agent-version-differs', operation: '*', field: 'User-Agent', observed: '0.4.1' },
  },
  {
    ...{ client, name: 'a response without a body that the client cannot read', file: api, only: ['cues_delete'] },
    replace: ["answer.text === '' ? null : JSON.parse(answer.text)", 'JSON.parse(answer.text)'],
    expect: { kind: 'answer-refused', operation: 'cues.delete', field: null, expected: '204' },
  },
  {
    ...{ client, name: 'a response that loses a field', file: tools, only: ['cues_list'] },
    replace: [
      "run: ({ status, limit, offset }) => send('GET', '/v1/cues', { query: { status, limit, offset } })",
      "run: async ({ status, limit, offset }) => {\n      const { total, ...page } = await send('GET', '/v1/cues', { query: { status, limit, offset } });\n      return page;\n    }",
    ],
    expect: { kind: 'response-field-dropped', operation: 'cues.list', field: '/total' },
  },
  {
    ...{
      client,
      name: 'an error code of the server that is lost',
      file: api,
      only: ['cues_get', 'executions_heartbeat'],
    },
    replace: ['return { status, code, message, retry_after };', 'return { status, message, retry_after };'],
    expect: { kind: 'error-detail-lost', operation: '*', field: 'code' },
  },
  {
    ...{
      client,
      name: 'an error message of the server that is lost',
      file: api,
      only: ['cues_get', 'executions_heartbeat'],
    },
    replace: ['return { status, code, message, retry_after };', 'return { status, code, retry_after };'],
    expect: { kind: 'error-detail-lost', operation: '*', field: 'message' },
  },
  {
    ...{ client, name: 'a Retry-After that is lost', file: api, only: ['cues_get', 'executions_heartbeat'] },
    replace: ["headers['retry-after']", "headers['x-retry-after']"],
    expect: { kind: 'error-detail-lost', operation: '*', field: 'retry-after', observed: '429' },
  },
  {
    ...{
      client,
      name: 'an error that is returned as a result',
      file: server,
      only: ['cues_get', 'executions_heartbeat'],
    },
    replace: ['return content(error.details, true)', 'return content(error.details, false)'],
    expect: { kind: 'error-class-differs', operation: '*', field: null, observed: 'returned without an error' },
  },
];
