import type { Mutant } from './harness.ts';

const client = 'python';
const models = 'acme/models.py';
const errors = 'acme/errors.py';
const transport = 'acme/transport.py';

export const PYTHON_ANSWER_MUTANTS: readonly Mutant[] = [
  {
    ...{
      client,
      name: 'a model without a field of the response',
      file: models,
      only: ['cues.create', 'cues.get', 'cues.list'],
    },
    replace: ['    fired_count: int\n', ''],
    expect: { kind: 'response-field-dropped', operation: '*', field: '/fired_count', expected: 'fired_count' },
  },
  {
    ...{ client, name: 'a list that loses its total', file: models, only: ['cues.list'] },
    replace: ['    total: int\n    limit', '    limit'],
    also: [{ file: models, replace: ['            total=data["total"],\n', ''] }],
    expect: { kind: 'response-field-dropped', operation: 'cues.list', field: '/total', expected: 'total' },
  },
  {
    ...{ client, name: 'a count that becomes text', file: models, only: ['cues.create', 'cues.get', 'cues.list'] },
    replace: [
      'return cls(**{each.name: data.get(each.name) for each in fields(cls)})',
      'return cls(**{each.name: str(data[each.name]) if each.name == "run_count" else data.get(each.name) for each in fields(cls)})',
    ],
    expect: {
      kind: 'response-value-changed',
      operation: '*',
      field: '/run_count',
      observed: 'text instead of a number',
    },
  },
  {
    ...{ client, name: 'a plain response that loses a field', file: 'acme/executions.py', only: ['executions.replay'] },
    replace: [
      'return self._wire.send("POST", f"/v1/executions/{segment(execution_id)}/replay", headers=headers)',
      `answer = self._wire.send("POST", f"/v1/executions/{segment(execution_id)}/replay", headers=headers)
        return {name: value for name, value in answer.items() if name != "scheduled_for"}`,
    ],
    expect: { kind: 'response-field-dropped', operation: 'executions.replay', field: '/scheduled_for' },
  },
  {
    ...{ client, name: 'a model with a field that no server sends', file: models },
    only: ['cues.create', 'cues.get', 'cues.list'],
    replace: ['    alerts: Optional', '    owner: Optional[str] = None\n    alerts: Optional'],
    expect: { kind: 'response-field-invented', operation: '*', field: 'owner', observed: 'owner' },
  },
  {
    ...{ client, name: 'a model that requires a field that no server sends', file: models, only: ['cues.list'] },
    replace: ['for each in data["cues"]', 'for each in data["items"]'],
    expect: {
      kind: 'response-field-invented',
      operation: 'cues.list',
      field: 'items',
      observed: 'cues.list fails without this field',
    },
  },
  {
    ...{
      client,
      name: 'a response without a body that the client cannot read',
      file: transport,
      only: ['cues.delete'],
    },
    replace: ['    if not raw:\n        return None\n', ''],
    expect: { kind: 'answer-refused', operation: 'cues.delete', field: null, expected: '204', observed: 'not JSON' },
  },
  {
    ...{ client, name: 'a success status that raises an error', file: transport, only: ['cues.create'] },
    replace: ['if not 200 <= response.status < 300', 'if response.status != 200'],
    expect: { kind: 'answer-refused', operation: 'cues.create', field: null, expected: '201' },
  },
  {
    ...{ client, name: 'an error code of the server that is lost', file: errors, only: ['cues.get', 'workers.list'] },
    replace: ['detail.get("code"), detail.get("message") or f"HTTP {status}", body)', 'None, detail.get("message"))'],
    expect: { kind: 'error-detail-lost', operation: '*', field: 'code' },
  },
  {
    ...{
      client,
      name: 'an error message of the server that is lost',
      file: errors,
      only: ['cues.get', 'workers.list'],
    },
    replace: ['detail.get("message") or f"HTTP {status}", body)', 'f"HTTP {status}")'],
    expect: { kind: 'error-detail-lost', operation: '*', field: 'message', observed: 'HTTP 400' },
  },
  {
    ...{ client, name: 'a Retry-After that is lost', file: errors, only: ['cues.get', 'workers.list'] },
    replace: ['headers.get("Retry-After")', 'headers.get("X-Retry-After")'],
    expect: { kind: 'error-detail-lost', operation: '*', field: 'retry-after', observed: '429' },
  },
  {
    ...{
      client,
      name: 'a status that raises the error class of another status',
      file: errors,
      only: ['cues.get', 'cues.delete'],
    },
    replace: ['404: NotFoundError', '404: ConflictError'],
    expect: {
      ...{ kind: 'error-class-differs', operation: '*', field: '404' },
      ...{ expected: 'NotFoundError on 404', observed: 'ConflictError' },
    },
  },
  {
    ...{ client, name: 'a status without its own error class', file: errors, only: ['executions.heartbeat'] },
    replace: ['    409: ConflictError,\n', ''],
    expect: {
      ...{ kind: 'error-class-differs', operation: 'executions.heartbeat', field: '409' },
      ...{ expected: 'ConflictError on 409', observed: 'AcmeError' },
    },
  },
  {
    ...{ client, name: 'a request that is sent again at once after a 429', file: transport, only: ['cues.get'] },
    replace: [
      '        return self._exchange(method, target, list(sent.items()), payload)',
      `        try:
            return self._exchange(method, target, list(sent.items()), payload)
        except AcmeError as error:
            if error.status != 429:
                raise
        return self._exchange(method, target, list(sent.items()), payload)`,
    ],
    expect: { kind: 'retry-after-ignored', operation: 'cues.get', field: 'retry-after', observed: 'after a 429' },
  },
  {
    ...{ client, name: 'an error that is swallowed', file: transport, only: ['executions.get', 'workers.list'] },
    replace: ['if not 200 <= response.status < 300', 'if response.status >= 500'],
    expect: { kind: 'error-class-differs', operation: '*', field: null, observed: 'returned without an error' },
  },
  {
    ...{ client, name: 'an error that one method swallows', file: 'acme/workers.py', only: ['workers.list'] },
    replace: [
      '        return self._wire.send("GET", "/v1/workers")',
      `        try:
            return self._wire.send("GET", "/v1/workers")
        except Exception:
            return {}`,
    ],
    expect: {
      kind: 'error-class-differs',
      operation: 'workers.list',
      field: null,
      observed: 'returned without an error',
    },
  },
  {
    ...{
      client,
      name: 'an error response that is not JSON and raises a parser error',
      file: errors,
      only: ['executions.get', 'workers.list'],
    },
    replace: ['except ValueError:', 'except KeyError:'],
    expect: { kind: 'error-class-differs', operation: '*', field: null, observed: 'JSONDecodeError' },
  },
  {
    ...{
      client,
      name: 'a timestamp in the future that is accepted',
      file: 'acme/webhook.py',
      only: ['acme.webhook.verify'],
    },
    replace: ['abs(time.time() - int(timestamp))', 'time.time() - int(timestamp)'],
    expect: {
      kind: 'signature-check-differs',
      operation: '*',
      field: 'future',
      expected: 'rejected',
      observed: 'returned true',
    },
  },
];
