import type { TypeScriptFault } from './typescript-mutants.ts';

const TYPES = 'lib/index.d.ts';
const REQUEST = 'lib/request.js';
const ERRORS = 'lib/errors.js';

/** These changes of the client must not cause a finding. */
export const TYPESCRIPT_HARMLESS: readonly Omit<TypeScriptFault, 'expect'>[] = [
  { name: 'a header name in lower case', replace: ["'X-Worker-Id'", "'x-worker-id'"], only: ['executions.heartbeat'] },
  {
    name: 'body fields in another order',
    replace: ['      to: options.to,\n      body: options.body,', '      body: options.body,\n      to: options.to,'],
    only: ['messages.send'],
  },
  {
    name: 'a charset in the Content-Type',
    file: REQUEST,
    replace: ["'Content-Type'] = 'application/json'", "'Content-Type'] = 'application/json; charset=utf-8'"],
    only: ['cues.fire'],
  },
  {
    name: 'a longer User-Agent and Accept',
    file: REQUEST,
    replace: ['`acme-cues-js/${VERSION}`', '`acme-cues-js/${VERSION} node/${process.versions.node}`'],
    also: [
      {
        file: REQUEST,
        replace: ["Accept: 'application/json'", "Accept: 'application/json, */*;q=0.5', 'Accept-Language': 'en'"],
      },
    ],
    only: ['workers.list'],
  },
  {
    name: 'an empty body that is left out',
    file: REQUEST,
    replace: [
      '  const url = new URL',
      "  if (body !== undefined && JSON.stringify(body) === '{}') body = undefined;\n  const url = new URL",
    ],
    only: ['cues.fire'],
  },
  {
    name: 'a declared default that is sent',
    replace: ['status: options.status, limit: options.limit', 'status: options.status, limit: options.limit ?? 50'],
    only: ['cues.list'],
  },
  {
    name: 'an offset that is written in digits',
    replace: ['value.toISOString()', "value.toISOString().replace('Z', '+00:00')"],
    only: ['cues.fire'],
  },
  {
    name: 'a retry after 503',
    file: REQUEST,
    replace: [
      '  if (answer.status < 200',
      '  if (answer.status === 503) Object.assign(answer, await exchange(url, { method, headers: sent }, body === undefined ? undefined : JSON.stringify(body)));\n  if (answer.status < 200',
    ],
    only: ['executions.get'],
  },
  {
    name: 'a subclass of the declared error class',
    file: ERRORS,
    replace: ['  404: NotFoundError,', '  404: class MissingError extends NotFoundError {},'],
    only: ['executions.get'],
  },
  {
    name: 'a method that sends nothing',
    replace: ['  list() {', '  isStale(worker) {\n    return worker?.heartbeatStatus !== 1;\n  }\n\n  list() {'],
    also: [
      {
        file: TYPES,
        replace: [
          '  list(): Promise<WorkerList>;',
          '  list(): Promise<WorkerList>;\n  isStale(worker: Worker): boolean;',
        ],
      },
    ],
    only: ['workers.*'],
  },
  {
    name: 'a field of the response with another name',
    replace: [
      "return this.#send('GET', '/v1/workers');",
      "return this.#send('GET', '/v1/workers').then(({ workers }) => ({ items: workers, count: workers.length }));",
    ],
    also: [{ file: TYPES, replace: ['  workers: Worker[];', '  items: Worker[];\n  count: number;'] }],
    only: ['workers.list'],
  },
  {
    name: 'reserved characters that are escaped in lower case',
    replace: [
      "('DELETE', `/v1/cues/${encodeURIComponent(cueId)}`",
      "('DELETE', `/v1/cues/${encodeURIComponent(cueId).replace(/%../g, (code) => code.toLowerCase())}`",
    ],
    only: ['cues.delete'],
  },
];
