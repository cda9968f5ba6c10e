import type { TypeScriptFault } from './typescript-mutants.ts';

const ERRORS = 'lib/errors.js';

/** Faults in handling a response. */
export const TYPESCRIPT_ANSWER_FAULTS: readonly TypeScriptFault[] = [
  {
    name: 'a field of the answer dropped',
    replace: [
      "return this.#send('GET', '/v1/workers');",
      "return this.#send('GET', '/v1/workers').then(({ workers }) => ({ workers: workers.map(({ handlers, ...kept }) => kept) }));",
    ],
    only: ['workers.list'],
    expect: { kind: 'response-field-dropped', operation: 'workers.list', field: '/workers/*/handlers' },
  },
  {
    name: 'an object of the answer dropped',
    file: 'lib/to-camel.js',
    replace: ['Object.entries(value).map(', "Object.entries(value).filter(([key]) => key !== 'callback').map("],
    only: ['cues.create'],
    expect: { kind: 'response-field-dropped', operation: 'cues.create', field: '/callback' },
  },
  {
    name: 'a declared answer refused',
    replace: [
      "return this.#send('POST', '/v1/messages', { body, headers });",
      "return this.#send('POST', '/v1/messages', { body, headers }).then((sent) => {\n      if (sent.deliveryState !== 'sent') throw new Error('the message was not sent');\n      return sent;\n    });",
    ],
    only: ['messages.send'],
    expect: { kind: 'answer-refused', operation: 'messages.send', field: null, observed: 'not sent' },
  },
  {
    name: 'the code of an error read at the wrong key',
    file: ERRORS,
    replace: ['body?.error?.code ?? null', 'body?.code ?? null'],
    only: ['workers.list'],
    expect: { kind: 'error-detail-lost', operation: 'workers.list', field: 'code' },
  },
  {
    name: 'the message of an error lost',
    file: ERRORS,
    replace: ['body?.error?.message ?? `HTTP ${status}`', '`HTTP ${status}`'],
    only: ['workers.list'],
    expect: { kind: 'error-detail-lost', operation: 'workers.list', field: 'message' },
  },
  {
    name: 'Retry-After lost',
    file: ERRORS,
    replace: ["headers['retry-after']", "headers['x-retry-after']"],
    only: ['cues.delete'],
    expect: { kind: 'error-detail-lost', operation: 'cues.delete', field: 'retry-after' },
  },
  {
    name: 'a wrong class of error',
    file: ERRORS,
    replace: ['404: NotFoundError', '404: ConflictError'],
    only: ['executions.get'],
    expect: {
      kind: 'error-class-differs',
      operation: 'executions.get',
      field: '404',
      expected: 'NotFoundError',
      observed: 'ConflictError',
    },
  },
  {
    name: 'an error swallowed',
    replace: [
      "return this.#send('GET', `/v1/executions/${encodeURIComponent(executionId)}`);",
      "return this.#send('GET', `/v1/executions/${encodeURIComponent(executionId)}`).catch(() => null);",
    ],
    only: ['executions.get'],
    expect: { kind: 'error-class-differs', operation: 'executions.get', field: null, observed: 'without an error' },
  },
  {
    name: 'an error page that is not JSON crashing the reader',
    file: ERRORS,
    replace: ['  } catch {\n    return null;\n  }', '  } finally {\n  }'],
    only: ['executions.get'],
    expect: {
      kind: 'error-class-differs',
      operation: 'executions.get',
      field: null,
      expected: '502 that is not JSON',
      observed: 'SyntaxError',
    },
  },
];
