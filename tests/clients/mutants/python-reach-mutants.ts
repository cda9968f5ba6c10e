import type { Mutant } from './harness.ts';

const client = 'python';

/** Faults such as an unused argument, a wrong path, or a path value that is not escaped. */
export const PYTHON_REACH_MUTANTS: readonly Mutant[] = [
  {
    ...{
      client,
      name: 'an argument that is not written into the body',
      file: 'acme/messages.py',
      only: ['messages.send'],
    },
    replace: ['            "subject": subject,\n', ''],
    expect: { kind: 'argument-dropped', operation: 'messages.send', field: 'subject', observed: 'argument subject' },
  },
  {
    ...{ client, name: 'a filter that is not written into the query', file: 'acme/executions.py' },
    only: ['executions.list'],
    replace: ['            "result_type": result_type,\n', ''],
    expect: {
      kind: 'argument-dropped',
      operation: 'executions.list',
      field: 'result_type',
      expected: 'query result_type',
    },
  },
  {
    ...{ client, name: 'a required argument that is not written into the body', file: 'acme/messages.py' },
    only: ['messages.send'],
    replace: ['            "to": to,\n', ''],
    expect: { kind: 'argument-dropped', operation: 'messages.send', field: 'to', expected: 'body to' },
  },
  {
    ...{ client, name: 'an argument that is sent only together with another one', file: 'acme/messages.py' },
    only: ['messages.send'],
    replace: ['"subject": subject,', '"subject": subject if reply_to else None,'],
    expect: { kind: 'argument-dropped', operation: 'messages.send', field: 'subject', observed: 'reply_to' },
  },
  {
    ...{ client, name: 'another path', file: 'acme/cues.py', only: ['cues.fire'] },
    replace: ['/fire"', '/trigger"'],
    expect: { kind: 'operation-undocumented', operation: 'cues.fire', field: null, observed: '/trigger' },
  },
  {
    ...{ client, name: 'another method', file: 'acme/cues.py', only: ['cues.update'] },
    replace: ['"PATCH"', '"PUT"'],
    expect: { kind: 'operation-undocumented', operation: 'cues.update', field: null, observed: 'PUT /v1/cues/' },
  },
  {
    ...{ client, name: 'a path value that is not escaped', file: 'acme/executions.py', only: ['executions.get'] },
    replace: ['f"/v1/executions/{segment(execution_id)}")', 'f"/v1/executions/{execution_id}".replace(" ", "%20"))'],
    expect: { kind: 'path-escaping', operation: 'executions.get', field: 'execution_id', observed: 'a?b#c' },
  },
  {
    ...{ client, name: 'path values that are never escaped', file: 'acme/transport.py' },
    only: ['cues.get', 'cues.delete', 'executions.get'],
    replace: ['return quote(value, safe="")', 'return quote(value, safe="/?#")'],
    expect: { kind: 'path-escaping', operation: '*', field: null, observed: 'a?b#c' },
  },
  {
    ...{ client, name: 'a path value that is escaped twice', file: 'acme/cues.py', only: ['cues.delete'] },
    replace: ['"DELETE", f"/v1/cues/{segment(cue_id)}"', '"DELETE", f"/v1/cues/{segment(segment(cue_id))}"'],
    expect: { kind: 'path-escaping', operation: 'cues.delete', field: 'cue_id', observed: '%252F' },
  },
  {
    ...{ client, name: 'an operation without a method', file: 'acme/cues.py', only: ['cues.delete'] },
    replace: ['def delete(', 'def _delete('],
    expect: { kind: 'operation-not-covered', operation: 'cues.delete', field: null },
  },
  {
    ...{ client, name: 'a field without an argument', file: 'acme/messages.py', only: ['messages.send'] },
    replace: ['        correlation_id: Optional[str] = None,\n', ''],
    also: [{ file: 'acme/messages.py', replace: ['            "correlation_id": correlation_id,\n', ''] }],
    expect: { kind: 'field-not-sendable', operation: 'messages.send', field: 'correlation_id' },
  },
  {
    ...{
      client,
      name: 'a required argument that is declared as optional',
      file: 'acme/messages.py',
      only: ['messages.send'],
    },
    replace: ['        body: str,', '        body: Optional[str] = None,'],
    expect: { kind: 'field-missing', operation: 'messages.send', field: 'body', expected: 'body' },
  },
  {
    ...{ client, name: 'a confirmation that is not sent', file: 'acme/cues.py', only: ['cues.bulk_delete'] },
    replace: ['"X-Confirm-Destructive": "true", ', ''],
    expect: {
      kind: 'field-missing',
      operation: 'cues.bulk_delete',
      field: 'confirm',
      expected: 'X-Confirm-Destructive',
    },
  },
  {
    ...{ client, name: 'a write that is sent again after a 503', file: 'acme/transport.py', only: ['cues.fire'] },
    replace: [
      '        return self._exchange(method, target, list(sent.items()), payload)',
      `        try:
            return self._exchange(method, target, list(sent.items()), payload)
        except AcmeError as error:
            if error.status != 503:
                raise
            return self._exchange(method, target, list(sent.items()), payload)`,
    ],
    expect: { kind: 'retry-unsafe', operation: 'cues.fire', field: null, observed: '2 requests after a 503' },
  },
  {
    ...{ client, name: 'a connection to a server that is not the API', file: 'acme/transport.py', only: ['cues.get'] },
    replace: [
      '        self._timeout = timeout\n',
      `        self._timeout = timeout
        try:
            http.client.HTTPConnection("127.0.0.1", 9, timeout=1).connect()
        except OSError:
            pass
`,
    ],
    expect: { kind: 'origin-undeclared', operation: '*', field: null, observed: '127.0.0.1:9' },
  },
];
