import type { Verdict } from '../../src/model/verdict.ts';
import type { ReportOptions } from '../../src/report/reporter.ts';
import { aContractSet } from '../builders.ts';
import { aContract, anEnd, anEntry, aRun, aStep, gateOptions, verdictOn } from '../gate/builders.ts';

export const OPTIONS: ReportOptions = {
  color: false,
  width: 100,
  operations: new Map([
    ['notes.get', { method: 'GET', path: '/v1/notes/{id}' }],
    ['notes.create', { method: 'POST', path: '/v1/notes' }],
  ]),
  details: 'reports/findings.json',
};

export function greenVerdict(): Verdict {
  return verdictOn([
    [aStep({ address: 'notes/keeps-text/write', operation: 'notes.create' }), aStep()],
    [aStep({ address: 'notes/lists/all' })],
  ]);
}

/** A verdict with one example of everything that a report can show. */
export function mixedVerdict(): Verdict {
  const leftover = {
    madeBy: 'notes/keeps-text/write',
    operation: 'notes.delete',
    with: { id: 'n_81f' },
    reason: 'answered 500 three times',
  };
  const late = { file: 'xfails.yaml', line: 30, column: 3 };
  return verdictOn(
    [
      [
        aStep({ address: 'notes/keeps-text/write', operation: 'notes.create' }),
        aStep({ findings: [{}, WRONG_TYPE] }),
        aStep({
          address: 'notes/keeps-text/again',
          line: 15,
          state: 'skipped',
          reason: `needs the response of notes/keeps-text/read`,
        }),
      ],
      [aStep({ address: 'notes/lists/all', line: 22, findings: [WRONG_TYPE, UNDECLARED] })],
      [aStep({ address: 'notes/shares/one', line: 30, findings: [{ field: '/share/url', observed: 'null' }] })],
      [aStep({ address: 'notes/titles/one', line: 38 })],
      [aStep({ address: 'notes/waits/one', line: 44, flaky: true })],
      [aStep({ address: 'users/admin/rotate', operation: 'users.rotate', state: 'blocked', reason: BLOCKED })],
      [
        aStep({
          address: 'users/audit/read',
          operation: 'users.audit',
          state: 'skipped',
          reason: 'not in profile hosted',
        }),
      ],
      [aStep({ address: 'users/invites/send', operation: 'users.invite', line: 9, proposed: 'arrived' })],
    ],
    [
      anEntry({ place: { step: 'notes/titles/one' }, field: '/title', ref: 'notes#61' }),
      anEntry({ place: { step: 'notes/shares/one' }, reason: 'Sharing is switched off there.', ref: 'notes#70' }),
      anEntry({ place: { step: 'notes/titels/one' }, at: late }),
    ],
    {
      contracts: aContractSet([
        aContract('notes.get'),
        aContract('notes.create'),
        aContract('notes.delete'),
        aContract('users.invite', { lifecycle: 'proposed' }),
        aContract('users.rotate'),
      ]),
      addresses: new Set([...gateOptions().addresses, 'notes/titles/one', 'notes/shares/one']),
      judged: { end: anEnd({ leftovers: [leftover] }), exchanges: 11 },
    },
  );
}

export function deadVerdict(): Verdict {
  const blocked = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => [
    aStep({ address: `notes/${name}/get`, state: 'blocked', reason: 'connection refused by 127.0.0.1:8000' }),
  ]);
  const run = aRun({ shard: { index: 2, total: 3 }, whole: false });
  return verdictOn([[aStep()], ...blocked], [], { judged: { end: null, run } });
}

/** A verdict with more findings than a person would read. */
export function longVerdict(): Verdict {
  const steps = Array.from({ length: 60 }, (_, index) => {
    const number = String(index).padStart(2, '0');
    return [aStep({ address: `notes/n${number}/get`, line: index + 1, findings: [{ field: `/f${number}` }] })];
  });
  return verdictOn(steps);
}

export const HOSTILE =
  ']]></failure>\r\n::error::owned\n##[error]owned\n\x1b[31mred\x1b[0m\x9b2J\0\ud800 "\'&`|\u202e\u2028 %0A';

export function hostileVerdict(): Verdict {
  const verdict = verdictOn(
    [
      [
        aStep({
          reason: HOSTILE,
          findings: [{ field: HOSTILE, expected: HOSTILE, observed: HOSTILE, evidence: EVIDENCE }],
        }),
      ],
      [
        aStep({
          address: 'notes/warned/get',
          findings: [{ field: HOSTILE, severity: 'warning', observed: HOSTILE, cause: 'warned' }],
        }),
      ],
      [aStep({ address: 'notes/blocked/get', state: 'blocked', reason: HOSTILE })],
      [aStep({ address: 'notes/skipped/get', state: 'skipped', reason: HOSTILE })],
      [aStep({ address: 'notes/excused/get', findings: [{ field: HOSTILE, observed: HOSTILE }] })],
      [aStep({ address: 'notes/arrived/get' })],
    ],
    [
      anEntry({ place: { step: 'notes/excused/get' }, reason: HOSTILE, ref: HOSTILE, owner: HOSTILE }),
      anEntry({ place: { step: 'notes/arrived/get' }, reason: HOSTILE, ref: HOSTILE, owner: HOSTILE }),
      anEntry({ place: { step: HOSTILE } }),
    ],
    {
      addresses: new Set(['notes/excused/get', 'notes/arrived/get']),
      judged: {
        end: anEnd({
          leftovers: [{ madeBy: HOSTILE, operation: HOSTILE, with: { [HOSTILE]: HOSTILE }, reason: HOSTILE }],
        }),
      },
    },
  );
  return { ...verdict, run: aRun({ run: HOSTILE, target: { name: HOSTILE, origin: HOSTILE, profile: HOSTILE } }) };
}

const BLOCKED = 'destructive operations are denied on staging: it must be set to `destructive: allow`';
const EVIDENCE = { exchange: HOSTILE, pointer: HOSTILE, excerpt: HOSTILE };
const WRONG_TYPE = {
  kind: 'response-field-retyped',
  field: '/created_at',
  expected: 'string in the format date-time',
  observed: 'number 1795311600',
  evidence: { exchange: 'notes/keeps-text/read#1', pointer: '/response/body/created_at', excerpt: '1795311600' },
} as const;
const UNDECLARED = {
  kind: 'response-field-undeclared',
  severity: 'warning',
  field: '/etag_hint',
  expected: 'no member that the contract does not name',
  observed: '"W/17"',
} as const;

export function outputOf(pieces: Iterable<string>): string {
  return [...pieces].join('');
}
