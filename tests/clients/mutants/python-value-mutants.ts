import type { Mutant } from './harness.ts';

const client = 'python';

/** Faults such as a changed value or an additional value. */
export const PYTHON_VALUE_MUTANTS: readonly Mutant[] = [
  {
    ...{ client, name: 'a boolean that is sent as text', file: 'acme/executions.py', only: ['executions.verify'] },
    replace: ['"valid": valid', '"valid": None if valid is None else str(valid).lower()'],
    expect: { kind: 'field-type-changed', operation: 'executions.verify', field: 'valid', expected: 'boolean' },
  },
  {
    ...{ client, name: 'a list that is sent as text', file: 'acme/cues.py', only: ['cues.fire'] },
    replace: ['"exit_criteria": exit_criteria', '"exit_criteria": ",".join(exit_criteria) if exit_criteria else None'],
    expect: { kind: 'field-type-changed', operation: 'cues.fire', field: 'exit_criteria', observed: 'string' },
  },
  {
    ...{ client, name: 'a number that is sent as text', file: 'acme/messages.py', only: ['messages.send'] },
    replace: ['"priority": priority', '"priority": None if priority is None else str(priority)'],
    expect: { kind: 'field-type-changed', operation: 'messages.send', field: 'priority', expected: 'integer' },
  },
  {
    ...{ client, name: 'a time that is sent in seconds', file: 'acme/transport.py', only: ['cues.fire'] },
    replace: ['return value.isoformat().replace("+00:00", "Z")', 'return value.timestamp()'],
    expect: {
      kind: 'serialization-differs',
      operation: 'cues.fire',
      field: 'send_at',
      observed: '1935797889 for datetime',
    },
  },
  {
    ...{
      client,
      name: 'a boolean in a query in the notation of Python',
      file: 'acme/transport.py',
      only: ['executions.list'],
    },
    replace: ['return "true" if value else "false"', 'return str(value)'],
    expect: { kind: 'serialization-differs', operation: 'executions.list', field: 'has_evidence', observed: 'True' },
  },
  {
    ...{
      client,
      name: 'a list in a query in the notation of Python',
      file: 'acme/transport.py',
      only: ['executions.list'],
    },
    replace: ['return ",".join(text_of(each) for each in value)', 'return str(value)'],
    expect: { kind: 'serialization-differs', operation: 'executions.list', field: 'status__in', observed: "['pw-" },
  },
  {
    ...{
      client,
      name: 'a time without a zone that is sent without a zone',
      file: 'acme/transport.py',
      only: ['cues.fire'],
    },
    replace: ['value = value.replace(tzinfo=timezone.utc)', 'return value.isoformat()'],
    expect: {
      ...{ kind: 'serialization-differs', operation: 'cues.fire', field: 'send_at' },
      observed: '2031-05-06T07:08:09" for datetime 2031-05-06T07:08:09',
    },
  },
  {
    ...{ client, name: 'a time that loses its zone', file: 'acme/transport.py', only: ['cues.fire'] },
    replace: [
      `if value.tzinfo is None:
        value = value.replace(tzinfo=timezone.utc)`,
      'value = value.replace(tzinfo=timezone.utc)',
    ],
    expect: { kind: 'value-changed', operation: 'cues.fire', field: 'send_at', observed: '2031-05-06T07:08:09Z' },
  },
  {
    ...{ client, name: 'None that is sent as null', file: 'acme/transport.py', only: ['messages.send'] },
    replace: ['if value is not None}', 'if value is not None or name == "priority"}'],
    expect: { kind: 'serialization-differs', operation: 'messages.send', field: 'priority', observed: 'null' },
  },
  {
    ...{ client, name: 'two arguments that are swapped', file: 'acme/cues.py', only: ['cues.list'] },
    replace: ['"limit": limit, "offset": offset', '"limit": offset, "offset": limit'],
    expect: { kind: 'value-changed', operation: 'cues.list', field: 'limit', observed: 'swapped' },
  },
  {
    ...{ client, name: 'a value that is cut', file: 'acme/messages.py', only: ['messages.send'] },
    replace: ['"subject": subject', '"subject": subject[:8] if subject else None'],
    expect: { kind: 'value-changed', operation: 'messages.send', field: 'subject', observed: '"pw-subje"' },
  },
  {
    ...{ client, name: 'a value that is always the same', file: 'acme/cues.py', only: ['cues.fire'] },
    replace: ['"merge_strategy": merge_strategy', '"merge_strategy": "merge"'],
    expect: { kind: 'value-changed', operation: 'cues.fire', field: 'merge_strategy', observed: 'always "merge"' },
  },
  {
    ...{ client, name: "the server's default, which the contract forbids", file: 'acme/cues.py', only: ['cues.fire'] },
    replace: ['"merge_strategy": merge_strategy', '"merge_strategy": merge_strategy or "merge"'],
    expect: { kind: 'default-sent', operation: 'cues.fire', field: 'merge_strategy', observed: '"merge"' },
  },
  {
    ...{ client, name: "a default that is not the server's", file: 'acme/executions.py', only: ['executions.list'] },
    replace: ['limit: Optional[int] = None', 'limit: int = 50'],
    expect: { kind: 'default-undeclared', operation: 'executions.list', field: 'limit', observed: '50' },
  },
  {
    ...{ client, name: 'an undeclared body field', file: 'acme/cues.py', only: ['cues.fire'] },
    replace: ['            "send_at": send_at,\n', '            "send_at": send_at,\n            "source": "sdk",\n'],
    expect: { kind: 'field-undeclared', operation: 'cues.fire', field: 'source', observed: 'sdk' },
  },
  {
    ...{ client, name: 'an undeclared query parameter', file: 'acme/cues.py', only: ['cues.get'] },
    replace: ['query = {"execution_limit"', 'query = {"expand": "stats", "execution_limit"'],
    expect: { kind: 'field-undeclared', operation: 'cues.get', field: 'expand', observed: 'stats' },
  },
  {
    ...{ client, name: 'an undeclared header on every request', file: 'acme/transport.py' },
    only: ['cues.get', 'cues.fire', 'workers.list'],
    replace: ['"Accept": "application/json",', '"Accept": "application/json",\n            "X-Acme-Lane": "blue",'],
    expect: { kind: 'field-undeclared', operation: '*', field: 'X-Acme-Lane', observed: 'blue' },
  },
  {
    ...{ client, name: 'an argument that no contract declares', file: 'acme/cues.py', only: ['cues.list'] },
    replace: [
      `        offset: Optional[int] = None,
    ) -> CueList:
        """List cues, newest first."""
        query = {`,
      `        offset: Optional[int] = None,
        sort: Optional[str] = None,
    ) -> CueList:
        """List cues, newest first."""
        query = {"sort": sort, `,
    ],
    expect: { kind: 'field-undeclared', operation: 'cues.list', field: 'sort', observed: 'argument sort' },
  },
  {
    ...{ client, name: 'a filter that is also sent with later calls', file: 'acme/cues.py', only: ['cues.list'] },
    replace: [
      'query = {"status": status, "limit": limit, "offset": offset}',
      `self._offset = offset if offset is not None else getattr(self, "_offset", None)
        query = {"status": status, "limit": limit, "offset": self._offset}`,
    ],
    expect: {
      kind: 'state-kept',
      operation: 'cues.list',
      field: 'offset',
      observed: 'the value of argument',
    },
  },
  {
    ...{ client, name: 'a header that is sent twice', file: 'acme/transport.py' },
    only: ['cues.get', 'cues.fire', 'workers.list'],
    replace: ['list(sent.items()), payload', 'list(sent.items()) + [("Accept", "text/plain")], payload'],
    expect: { kind: 'header-duplicated', operation: '*', field: 'Accept' },
  },
  {
    ...{ client, name: 'a request that is sent twice', file: 'acme/workers.py', only: ['workers.list'] },
    replace: ['        return self', '        self._wire.send("GET", "/v1/workers")\n        return self'],
    expect: { kind: 'duplicate-request', operation: 'workers.list', field: null, observed: '2 times' },
  },
  {
    ...{ client, name: 'every request that is sent twice', file: 'acme/transport.py' },
    only: ['cues.get', 'cues.fire', 'workers.list'],
    replace: [
      'return self._exchange(method',
      'self._exchange(method, target, list(sent.items()), payload)\n        return self._exchange(method',
    ],
    expect: { kind: 'duplicate-request', operation: '*', field: null, observed: '2 times' },
  },
  {
    ...{ client, name: 'a confirmation with another value', file: 'acme/cues.py', only: ['cues.bulk_delete'] },
    replace: ['"X-Confirm-Destructive": "true"', '"X-Confirm-Destructive": "yes"'],
    expect: { kind: 'field-value-invalid', operation: 'cues.bulk_delete', field: 'confirm', observed: 'yes' },
  },
  {
    ...{ client, name: 'a type hint that the server never accepts', file: 'acme/cues.py', only: ['cues.fire'] },
    replace: ['exit_criteria: Optional[List[str]]', 'exit_criteria: Optional[Dict[str, str]]'],
    expect: { kind: 'declared-type-contradicts', operation: 'cues.fire', field: 'exit_criteria', observed: 'Dict' },
  },
  {
    ...{ client, name: 'an enumeration with another member', file: 'acme/cues.py', only: ['cues.fire'] },
    replace: ['Literal["merge", "replace"]', 'Literal["merge", "overwrite"]'],
    expect: {
      ...{ kind: 'declared-type-contradicts', operation: 'cues.fire', field: 'merge_strategy' },
      observed: 'overwrite',
    },
  },
  {
    ...{ client, name: 'a User-Agent of an older version', file: 'acme/transport.py', only: ['workers.list'] },
    replace: ['f"acme-cues/{__version__}"', '"acme-cues/1.3.2"'],
    expect: { kind: 'user-agent-version-differs', operation: '*', field: 'User-Agent', observed: '1.3.2' },
  },
  {
    ...{ client, name: 'every boolean outside a body in the notation of Python', file: 'acme/transport.py' },
    only: ['cues.create', 'cues.fire', 'executions.*'],
    replace: ['return "true" if value else "false"', 'return str(value)'],
    expect: { kind: 'serialization-differs', operation: '*', field: null, observed: '"True" for true' },
  },
];
