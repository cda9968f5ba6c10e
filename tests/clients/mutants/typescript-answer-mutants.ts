import type { TypeScriptFault } from './typescript-mutants.ts';

const ERRORS = 'lib/errors.js';

export const TYPESCRIPT_ANSWER_FAULTS: readonly TypeScriptFault[] = [
  {
    name: 'a field of the response that is dropped',
    replace: [
      "return this.#send('GET', '/v1/workers');",
      "return this.#send('GET', '/v1/workers').then(({ workers }) => ({ workers: workers.map(({ handlers, ...kept }) => kept) }));",
    ],
    only: ['workers.list'],
    expect: { kind: 'response-field-dropped', operation: 'workers.list', field: '/workers/*/handlers' },
  },
  {
    name: 'an object of the response that is dropped',
    file: 'lib/to-camel.js',
    replace: ['Object.entries(value).map(', "Object.entries(value).filter(([key]) => key !== 'callback').map("],
    only: ['cues.create'],
    expect: { kind: 'response-field-dropped', operation: 'cues.create', field: '/callback' },
  },
  {
    name: 'a declared response that is rejected',
    replace: [
      "return this.#send('POST', '/v1/messages', { body, headers });",
      "return this.#send('POST', '/v1/messages', { body, headers }).then((sent) => {\n      if (sent.deliveryState !== 'sent') throw new Error('the message was not sent');\n      return sent;\n    });",
    ],
    only: ['messages.send'],
    expect: { kind: 'answer-refused', operation: 'messages.send', field: null, observed: 'not sent' },
  },
  {
    name: 'an error code that is read from the wrong key',
    file: ERRORS,
    replace: ['body?.error?.code ?? null', 'body?.code ?? null'],
    only: ['workers.list'],
    expect: { kind: 'error-detail-lost', operation: 'workers.list', field: 'code' },
  },
  {
    name: 'an error message that is lost',
    file: ERRORS,
    replace: ['body?.error?.message ?? `HTTP ${status}`', '`HTTP ${status}`'],
    only: ['workers.list'],
    expect: { kind: 'error-detail-lost', operation: 'workers.list', field: 'message' },
  },
  {
    name: 'a Retry-After that is lost',
    file: ERRORS,
    replace: ["headers['retry-after']", "headers['x-retry-after']"],
    only: ['cues.delete'],
    expect: { kind: 'error-detail-lost', operation: 'cues.delete', field: 'retry-after' },
  },
  {
    name: 'a wrong error class',
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
    name: 'an error that is swallowed',
    replace: [
      "return this.#send('GET', `/v1/executions/${encodeURIComponent(executionId)}`);",
      "return this.#send('GET', `/v1/executions/${encodeURIComponent(executionId)}`).catch(() => null);",
    ],
    only: ['executions.get'],
    expect: { kind: 'error-class-differs', operation: 'executions.get', field: null, observed: 'without an error' },
  },
  {
    name: 'an error page without JSON that the client cannot read',
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
