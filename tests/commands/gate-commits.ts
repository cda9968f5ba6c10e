import type { Edit } from '../helpers/scratch-repository.ts';

/** The commits below change these methods of the client. */
export const TRACED = ['cues.delete', 'cues.fire', 'executions.heartbeat'];
/** No commit changes these methods, so they are not traced. */
export const OTHERS = [
  'cues.create',
  'cues.update',
  'cues.list',
  'cues.get',
  'cues.bulk_delete',
  'executions.list',
  'executions.get',
  'executions.replay',
  'executions.verify',
  'messages.*',
  'workers.*',
];

export const cues = (from: string, to: string): Edit => ({ file: 'acme/cues.py', replace: [from, to] });
const KEY_IN_BODY = '            "exit_criteria": exit_criteria,\n            "idempotency_key": idempotency_key,\n';
const FIRE_HEADERS =
  'headers = {"X-CueAPI-Verify-Echo": verify_echo}\n        return self._wire.send("POST", f"/v1/cues/{segment(cue_id)}/fire"';
export const WITHOUT_KEY: readonly Edit[] = [
  cues('        idempotency_key: Optional[str] = None,\n', ''),
  cues(KEY_IN_BODY, '            "exit_criteria": exit_criteria,\n'),
];

/** The member `first` contains the finding that must come first. */
export const HARMFUL: readonly (readonly [title: string, first: readonly (string | null)[], edits: readonly Edit[]])[] =
  [
    [
      'sends a body field as a header',
      ['field-misplaced', 'cues.fire', 'idempotency_key'],
      [
        cues(KEY_IN_BODY, '            "exit_criteria": exit_criteria,\n'),
        cues(FIRE_HEADERS, FIRE_HEADERS.replace('{"X', '{"Idempotency-Key": idempotency_key, "X')),
      ],
    ],
    [
      'drops an argument',
      ['argument-dropped', 'executions.heartbeat', 'worker_id'],
      [{ file: 'acme/executions.py', replace: ['"X-Worker-Id": worker_id, ', ''] }],
    ],
    [
      'sends a field by another name',
      ['field-renamed', 'cues.fire', 'exit_criteria'],
      [cues('"exit_criteria": exit_criteria', '"criteria": exit_criteria')],
    ],
    [
      'sends to a wrong path',
      ['operation-undocumented', 'cues.delete', null],
      [cues('"DELETE", f"/v1/cues/', '"DELETE", f"/v1/cue/')],
    ],
    ['removes a method', ['surface-break', 'cues.delete', null], [cues('def delete(', 'def _delete(')]],
    [
      'renames an option of the constructor',
      ['surface-break', '*', 'base_url'],
      [
        { file: 'acme/client.py', replace: ['base_url: str,', 'url: str,'] },
        { file: 'acme/client.py', replace: ['api_key, base_url,', 'api_key, url,'] },
      ],
    ],
    [
      'declares a wrong type',
      ['declared-type-contradicts', 'cues.fire', 'exit_criteria'],
      [cues('exit_criteria: Optional[List[str]]', 'exit_criteria: Optional[Dict[str, Any]]')],
    ],
    [
      'loses the code of an error',
      ['error-detail-lost', '*', 'code'],
      [{ file: 'acme/errors.py', replace: ['detail.get("code")', 'None'] }],
    ],
    [
      'puts a value into the path as it is',
      ['path-escaping', 'cues.delete', 'cue_id'],
      [cues('"DELETE", f"/v1/cues/{segment(cue_id)}"', '"DELETE", f"/v1/cues/{cue_id}"')],
    ],
    [
      'sends a field that nobody gave',
      ['surface-break', 'cues.fire', 'merge_strategy'],
      [cues('merge_strategy: Optional[Literal["merge", "replace"]] = None', 'merge_strategy: str = "replace"')],
    ],
  ];

export const HARMLESS: readonly (readonly [title: string, edits: readonly Edit[]])[] = [
  ['says something else in a docstring', [cues('Delete a cue with its executions.', 'Delete a cue and its history.')]],
  [
    'is a refactoring',
    [
      cues(
        'self._wire.send("DELETE", f"/v1/cues/{segment(cue_id)}")',
        'self._send("DELETE", cue_id)\n\n    def _send(self, method: str, cue_id: str) -> Any:\n        return self._wire.send(method, "/".join(["/v1/cues", segment(cue_id)]))',
      ),
    ],
  ],
  [
    'adds a helper that sends nothing',
    [cues('    def delete(self', '    def describe(self) -> str:\n        return "cues"\n\n    def delete(self')],
  ],
];
