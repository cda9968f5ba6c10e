import type { TypeScriptFault } from './typescript-mutants.ts';

const TYPES = 'lib/index.d.ts';
const REQUEST = 'lib/request.js';

/** Faults such as an undeclared body field, a wrong path, or a request that is sent twice. */
export const TYPESCRIPT_REACH_FAULTS: readonly TypeScriptFault[] = [
  {
    name: 'an undeclared body field',
    replace: [
      '      name: options.name,\n      description: options.description,\n      schedule',
      "      name: options.name,\n      sdk: 'js',\n      description: options.description,\n      schedule",
    ],
    only: ['cues.create'],
    expect: { kind: 'field-undeclared', operation: 'cues.create', field: 'sdk' },
  },
  {
    name: 'a wrong path',
    replace: ["'/v1/workers'", "'/v1/worker'"],
    only: ['workers.list'],
    expect: { kind: 'operation-undocumented', operation: 'workers.list', field: null, observed: '/v1/worker' },
  },
  {
    name: 'a wrong HTTP method',
    replace: ["'PATCH'", "'PUT'"],
    only: ['cues.update'],
    expect: {
      kind: 'operation-undocumented',
      operation: 'cues.update',
      field: null,
      expected: 'PATCH',
      observed: 'PUT',
    },
  },
  {
    name: 'a path value that is not escaped',
    replace: ["('GET', `/v1/executions/${encodeURIComponent(executionId)}`", "('GET', `/v1/executions/${executionId}`"],
    only: ['executions.get'],
    expect: { kind: 'path-escaping', operation: 'executions.get', field: 'execution_id' },
  },
  {
    name: 'a path value that is escaped twice',
    replace: [
      "('DELETE', `/v1/cues/${encodeURIComponent(cueId)}`",
      "('DELETE', `/v1/cues/${encodeURIComponent(encodeURIComponent(cueId))}`",
    ],
    only: ['cues.delete'],
    expect: { kind: 'path-escaping', operation: 'cues.delete', field: 'cue_id' },
  },
  {
    name: 'a header that is sent twice',
    file: REQUEST,
    replace: ["Accept: 'application/json'", "Accept: ['application/json', 'application/problem+json']"],
    only: ['workers.list'],
    expect: { kind: 'header-duplicated', operation: 'workers.list', field: 'Accept' },
  },
  {
    name: 'a request that is sent twice',
    replace: [
      "return this.#send('GET', '/v1/workers');",
      "return this.#send('GET', '/v1/workers').then(() => this.#send('GET', '/v1/workers'));",
    ],
    only: ['workers.list'],
    expect: { kind: 'duplicate-request', operation: 'workers.list', field: null },
  },
  {
    name: 'an old version in the User-Agent',
    file: REQUEST,
    replace: ['acme-cues-js/${VERSION}', 'acme-cues-js/2.0.3'],
    only: ['workers.list'],
    expect: { kind: 'user-agent-version-differs', operation: '*', field: 'User-Agent', observed: '2.0.3' },
  },
  {
    name: 'a method that was removed',
    replace: [
      "  delete(cueId) {\n    return this.#send('DELETE', `/v1/cues/${encodeURIComponent(cueId)}`);\n  }\n",
      '',
    ],
    only: ['cues.delete', 'workers.list'],
    expect: { kind: 'operation-not-covered', operation: 'cues.delete', field: null },
  },
  {
    name: 'a field that can no longer be given',
    file: TYPES,
    replace: ['  notify?: string[] | null;\n', ''],
    only: ['messages.send'],
    expect: { kind: 'field-not-sendable', operation: 'messages.send', field: 'notify' },
  },
  {
    name: 'a required argument that is declared as optional',
    file: TYPES,
    replace: ['fromAgent: string;', 'fromAgent?: string;'],
    only: ['messages.send'],
    expect: { kind: 'field-missing', operation: 'messages.send', field: 'from_agent', observed: 'options.fromAgent' },
  },
  {
    name: 'a list that is declared as an object',
    file: TYPES,
    replace: ['exitCriteria?: string[] | null;', 'exitCriteria?: Record<string, unknown> | null;'],
    only: ['cues.fire'],
    expect: {
      kind: 'declared-type-contradicts',
      operation: 'cues.fire',
      field: 'exit_criteria',
      expected: 'list',
      observed: 'Record<string, unknown>',
    },
  },
  {
    name: 'an enumeration with an undeclared value',
    file: TYPES,
    replace: ["mergeStrategy?: 'merge' | 'replace' | null;", "mergeStrategy?: 'merge' | 'replace' | 'append' | null;"],
    only: ['cues.fire'],
    expect: { kind: 'declared-type-contradicts', operation: 'cues.fire', field: 'merge_strategy', observed: 'append' },
  },
  {
    name: 'a field of the response that no server sends',
    file: TYPES,
    replace: ['export interface WorkerList {\n', 'export interface WorkerList {\n  total: number;\n'],
    only: ['workers.list'],
    expect: { kind: 'response-field-invented', operation: 'workers.list', field: 'total', observed: 'WorkerList' },
  },
];
