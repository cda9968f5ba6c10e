import type { Mutant } from './harness.ts';

type Fault = Omit<Mutant, 'client' | 'file'> & { readonly file?: string };

const COMMANDS = 'acme_cli/commands.py';
const OPTIONS = 'acme_cli/__main__.py';
const API = 'acme_cli/api.py';

const FAULTS: readonly Fault[] = [
  {
    name: 'a body field that is sent as a header',
    replace: ['        "idempotency_key": args.idempotency_key,\n', ''],
    also: [
      {
        file: COMMANDS,
        replace: [
          'return request("POST", path, headers={"X-CueAPI-Verify-Echo": args.verify_echo}',
          'return request("POST", path, headers={"Idempotency-Key": args.idempotency_key, "X-CueAPI-Verify-Echo": args.verify_echo}',
        ],
      },
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
    name: 'an option that is not sent',
    replace: ['        "X-Worker-Id": args.worker_id,\n', ''],
    only: ['executions.heartbeat'],
    expect: {
      kind: 'argument-dropped',
      operation: 'executions.heartbeat',
      field: 'worker_id',
      observed: '--worker-id',
    },
  },
  {
    name: 'a query parameter with another name',
    replace: ['"execution_limit": args', '"limit": args'],
    only: ['cues.get'],
    expect: {
      kind: 'field-renamed',
      operation: 'cues.get',
      field: 'execution_limit',
      places: { declared: 'query execution_limit', sent: 'query limit' },
    },
  },
  {
    name: 'a wrong path',
    replace: ['"DELETE", "/v1/cues/"', '"DELETE", "/v1/cue/"'],
    only: ['cues.delete'],
    expect: { kind: 'operation-undocumented', operation: 'cues.delete', field: null, observed: '/v1/cue/' },
  },
  {
    name: 'a command that was removed',
    file: OPTIONS,
    replace: ['    add_cues_delete(cues)\n', ''],
    only: ['cues.delete'],
    expect: { kind: 'operation-not-covered', operation: 'cues.delete', field: null },
  },
  {
    name: 'an option that was removed',
    file: OPTIONS,
    replace: [
      '    add("--worker-id", help="The owner of the claim.")',
      '    add.__self__.set_defaults(worker_id=None)',
    ],
    only: ['executions.heartbeat'],
    expect: {
      kind: 'field-not-sendable',
      operation: 'executions.heartbeat',
      field: 'worker_id',
      observed: 'whether the caller owns',
    },
  },
  {
    name: 'a field of the response that is dropped',
    file: OPTIONS,
    replace: ['    if answer is not None:', '    if answer is not None:\n        answer.pop("run_count", None)'],
    only: ['cues.get'],
    expect: { kind: 'response-field-dropped', operation: 'cues.get', field: '/run_count' },
  },
  {
    name: 'a path value that is not escaped',
    replace: ['"DELETE", "/v1/cues/" + segment(args.cue_id)', '"DELETE", "/v1/cues/" + args.cue_id'],
    only: ['cues.delete'],
    expect: { kind: 'path-escaping', operation: 'cues.delete', field: 'cue_id' },
  },
  {
    name: 'an error code that is lost',
    file: OPTIONS,
    replace: ['"Error: %s: %s%s" % (error.code, error.message, wait)', '"Error: %s%s" % (error.message, wait)'],
    only: ['cues.delete'],
    expect: { kind: 'error-detail-lost', operation: 'cues.delete', field: 'code' },
  },
  {
    name: 'a Retry-After that is lost',
    file: OPTIONS,
    replace: ['if error.retry_after else ""', 'if False else ""'],
    only: ['cues.delete'],
    expect: { kind: 'error-detail-lost', operation: 'cues.delete', field: 'retry-after' },
  },
  {
    name: 'an exit code of 0 after an error',
    file: OPTIONS,
    replace: [
      '% (error.code, error.message, wait), file=sys.stderr)\n        return 1',
      '% (error.code, error.message, wait), file=sys.stderr)\n        return 0',
    ],
    only: ['cues.delete'],
    expect: { kind: 'error-class-differs', operation: 'cues.delete', field: null, observed: 'exit code 0' },
  },
  {
    name: 'a wrong value in an enumeration',
    file: OPTIONS,
    replace: ['choices=["merge", "replace"]', 'choices=["merge", "overwrite"]'],
    only: ['cues.fire'],
    expect: {
      kind: 'declared-type-contradicts',
      operation: 'cues.fire',
      field: 'merge_strategy',
      observed: 'overwrite',
    },
  },
  {
    name: 'a list that is sent as text',
    replace: [
      '"exit_criteria": args.exit_criteria',
      '"exit_criteria": ",".join(args.exit_criteria) if args.exit_criteria else None',
    ],
    only: ['cues.fire'],
    expect: { kind: 'field-type-changed', operation: 'cues.fire', field: 'exit_criteria', observed: 'string' },
  },
  {
    name: 'a declared response that is rejected',
    file: API,
    replace: ['if not 200 <= response.status < 300', 'if response.status != 200'],
    only: ['cues.delete'],
    expect: { kind: 'answer-refused', operation: 'cues.delete', field: null, expected: '204', observed: 'exit code 1' },
  },
];

const HARMLESS: readonly Omit<Fault, 'expect'>[] = [
  { name: 'a header name in upper case', replace: ['"X-Worker-Id"', '"X-WORKER-ID"'], only: ['executions.heartbeat'] },
  {
    name: 'a charset in Content-Type, and a longer User-Agent and Accept',
    file: API,
    replace: ['sent["Content-Type"] = "application/json"', 'sent["Content-Type"] = "application/json; charset=utf-8"'],
    also: [
      { file: API, replace: ['"acme-cli/" + __version__', '"acme-cli/" + __version__ + " python/3"'] },
      { file: API, replace: ['"Accept": "application/json"', '"Accept": "application/json, */*"'] },
    ],
    only: ['cues.fire'],
  },
  {
    name: 'another exit code and another error text',
    file: OPTIONS,
    replace: [
      'print("Error: %s: %s%s" % (error.code, error.message, wait), file=sys.stderr)\n        return 1',
      'print(json.dumps({"error": {"code": error.code, "message": error.message, "wait": wait}}), file=sys.stderr)\n        return 4',
    ],
    only: ['cues.delete'],
  },
  {
    name: 'a response that is printed on several lines',
    file: OPTIONS,
    replace: ['json.dumps(answer, ensure_ascii=False)', 'json.dumps(answer, indent=2, sort_keys=True)'],
    only: ['cues.get'],
  },
  {
    name: 'a command that sends nothing',
    file: OPTIONS,
    replace: [
      '    add_cues_delete(cues)\n',
      '    add_cues_delete(cues)\n    command(cues, "about", lambda args: {"about": "cues"}, "Say what a cue is.")\n',
    ],
    only: ['cues.delete'],
  },
];

export const CLI_MUTANTS: readonly Mutant[] = FAULTS.map((fault) => ({ client: 'cli', file: COMMANDS, ...fault }));

export const CLI_CONTROLS: readonly Mutant[] = HARMLESS.map((change) => ({
  ...{ client: 'cli', file: COMMANDS },
  ...change,
  expect: null,
}));
