import type { Mutant } from './harness.ts';

const client = 'python';
const transport = 'acme/transport.py';

/** Harmless differences. */
export const PYTHON_CONTROLS: readonly Mutant[] = [
  {
    ...{
      client,
      name: 'a header name with other upper and lower case',
      file: 'acme/executions.py',
      only: ['executions.heartbeat'],
    },
    replace: ['"X-Worker-Id"', '"x-worker-id"'],
    expect: null,
  },
  {
    ...{ client, name: 'JSON with sorted keys and without spaces', file: transport, only: ['messages.send'] },
    replace: ['default=time_of)', 'default=time_of, sort_keys=True, separators=(",", ":"), ensure_ascii=False)'],
    expect: null,
  },
  {
    ...{ client, name: 'a charset in Content-Type', file: transport, only: ['cues.fire'] },
    replace: ['= "application/json"\n        return', '= "application/json; charset=utf-8"\n        return'],
    expect: null,
  },
  {
    ...{ client, name: 'additional headers of an HTTP library', file: transport, only: ['cues.fire', 'workers.list'] },
    replace: ['"Accept": "application/json",', '"Accept": "*/*", "Accept-Language": "en", "Connection": "keep-alive",'],
    expect: null,
  },
  {
    ...{ client, name: 'a longer User-Agent', file: transport, only: ['workers.list'] },
    replace: ['f"acme-cues/{__version__}"', 'f"acme-cues/{__version__} python/3.11 (linux) http.client/1.1"'],
    expect: null,
  },
  {
    ...{ client, name: 'an attribute with another name', file: 'acme/models.py', only: ['cues.list'] },
    replace: ['    total: int\n    limit', '    count_of_all: int\n    limit'],
    also: [{ file: 'acme/models.py', replace: ['total=data["total"]', 'count_of_all=data["total"]'] }],
    expect: null,
  },
  {
    ...{ client, name: 'an attribute that is computed', file: 'acme/models.py', only: ['cues.get'] },
    replace: [
      '    @classmethod\n    def from_json(cls: Type[T]',
      '    @property\n    def is_paused(self) -> bool:\n        return self.status == "paused"\n\n    @classmethod\n    def from_json(cls: Type[T]',
    ],
    expect: null,
  },
  {
    ...{ client, name: 'a helper that sends nothing', file: 'acme/workers.py', only: ['workers.list'] },
    replace: [
      '    def list',
      '    def label(self, worker_id: str) -> str:\n        return f"worker {worker_id}"\n\n    def list',
    ],
    expect: null,
  },
  {
    ...{ client, name: 'a subclass of the declared error class', file: 'acme/errors.py', only: ['cues.get'] },
    replace: [
      'CLASSES = {',
      'class CueNotFoundError(NotFoundError):\n    """There is no such cue."""\n\n\nCLASSES = {',
    ],
    also: [{ file: 'acme/errors.py', replace: ['404: NotFoundError', '404: CueNotFoundError'] }],
    expect: null,
  },
  {
    ...{ client, name: 'a retry of reads on 503', file: transport, only: ['cues.fire', 'workers.list'] },
    replace: [
      '        return self._exchange(method, target, list(sent.items()), payload)',
      `        try:
            return self._exchange(method, target, list(sent.items()), payload)
        except AcmeError as error:
            if error.status != 503 or method != "GET":
                raise
            return self._exchange(method, target, list(sent.items()), payload)`,
    ],
    expect: null,
  },
  {
    ...{ client, name: 'path values with more escaped characters than necessary', file: transport, only: ['cues.get'] },
    replace: ['return quote(value, safe="")', 'return quote(value, safe="").replace("-", "%2D").replace("%2F", "%2f")'],
    expect: null,
  },
  {
    ...{ client, name: 'no body if no argument is given', file: transport, only: ['cues.fire'] },
    replace: ['if body is not None:', 'if body is not None and given(body):'],
    expect: null,
  },
  {
    ...{ client, name: 'a default of the server that is sent', file: 'acme/executions.py', only: ['executions.list'] },
    replace: ['limit: Optional[int] = None', 'limit: int = 20'],
    expect: null,
  },
];
