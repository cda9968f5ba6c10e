import { describe, expect, it } from 'vitest';
import type { Xfail } from '../../src/model/ledger.ts';
import { aContractSet } from '../builders.ts';
import { aContract, anEnd, anEntry, aStep, STEP, verdictOn } from './builders.ts';

const failing = (findings = [{}]) => aStep({ findings });

describe('an entry', () => {
  it('excuses nothing at another step', () => {
    const other = aStep({ address: 'notes/keeps-text/write', findings: [{}] });
    expect(verdictOn([[other]], [anEntry()]).exitCode).toBe(1);
  });

  it('excuses nothing at another step that shares its finding', () => {
    const step = failing();
    const other = { ...step, address: 'notes/keeps-text/write' };
    const { scenarios, causes } = verdictOn([[step, other]], [anEntry()]);
    expect(scenarios[0]?.steps.map(({ excused, findings }) => [excused.length, findings.length])).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(causes).toMatchObject([{ count: 1 }]);
  });

  it('is ignored if it is for another target or client', () => {
    const verdict = verdictOn([[failing()]], [anEntry({ where: 'sandbox', expires: '2020-01-01' })]);
    expect(verdict).toMatchObject({ exitCode: 1, ledgerProblems: [], xpasses: [] });
  });

  it('with a field excuses that field only', () => {
    const step = failing([{ field: '/text' }, { field: '/title' }]);
    const verdict = verdictOn([[step]], [anEntry({ field: '/text' })]);
    expect(verdict.findings.map((finding) => finding.field)).toEqual(['/title']);
    expect(verdict.scenarios[0]?.steps[0]?.excused.map(({ finding }) => finding.field)).toEqual(['/text']);
  });

  it('without a field excuses several findings of one field', () => {
    const step = failing([{ observed: '1' }, { observed: '2' }]);
    expect(verdictOn([[step]], [anEntry()])).toMatchObject({ findings: [], exitCode: 0 });
  });

  it('matches a header name case-insensitively', () => {
    const step = failing([{ kind: 'response-header-missing', field: 'ETag' }] as never);
    const entry = anEntry({ kind: 'response-header-missing', field: 'etag' });
    expect(verdictOn([[step]], [entry]).exitCode).toBe(0);
  });

  it('for an operation excuses the findings of the operation at every step', () => {
    const steps = [failing(), aStep({ address: 'notes/keeps-text/again', findings: [{}] })];
    const verdict = verdictOn([steps], [anEntry({ place: { operation: 'notes.get' } })]);
    expect(verdict.scenarios[0]?.steps.map((step) => step.outcome)).toEqual(['xfailed', 'xfailed']);
  });

  it('counts as matched only if no entry is more specific', () => {
    const entries = [
      anEntry({ place: { operation: 'notes.get' }, owner: 'operation' }),
      anEntry({ owner: 'step' }),
      anEntry({ field: '/text', owner: 'field' }),
    ];
    expect(verdictOn([[failing()]], entries).scenarios[0]?.steps[0]?.excused[0]?.xfail.owner).toBe('field');
  });

  it('is neither matched nor outdated if its step was not selected', () => {
    const other = aStep({ address: 'notes/keeps-text/write' });
    expect(verdictOn([[other]], [anEntry()])).toMatchObject({ exitCode: 0, xpasses: [], ledgerProblems: [] });
  });

  it.each(['blocked', 'skipped'] as const)('is neither matched nor outdated after a %s step', (state) => {
    expect(verdictOn([[aStep({ state })]], [anEntry()])).toMatchObject({ xpasses: [], ledgerProblems: [] });
  });
});

describe('an ambiguous entry', () => {
  const verdict = verdictOn([[failing([{ field: '/text' }, { field: '/title' }])]], [anEntry()]);

  it('excuses nothing', () => {
    expect(verdict).toMatchObject({ exitCode: 1, findings: [{ field: '/text' }, { field: '/title' }], xpasses: [] });
  });

  it('is a problem whose hint lists the fields to choose from', () => {
    expect(verdict.ledgerProblems).toEqual([
      {
        kind: 'ambiguous',
        at: { file: 'xfails.yaml', line: 2, column: 3 },
        message: `excuses nothing: value-mismatch at ${STEP} matches 2 causes, but an entry must match exactly one cause`,
        hint: 'add one of these to the entry: field: /text | field: /title',
      },
    ]);
  });

  it('may match causes at several steps of an operation', () => {
    const steps = [failing(), aStep({ address: 'notes/keeps-text/again', findings: [{ field: '/title' }] })];
    const { ledgerProblems } = verdictOn([steps], [anEntry({ place: { operation: 'notes.get' } })]);
    expect(ledgerProblems.map((problem) => problem.kind)).toEqual(['ambiguous']);
  });
});

describe('an expired entry', () => {
  it('is valid on its last day', () => {
    expect(verdictOn([[failing()]], [anEntry({ expires: '2026-06-01' })]).exitCode).toBe(0);
  });

  it('still shows the cause as xfailed, and fails the run', () => {
    const verdict = verdictOn([[failing()]], [anEntry({ expires: '2026-05-31' })]);
    expect(verdict.scenarios[0]?.outcome).toBe('xfailed');
    expect(verdict).toMatchObject({ exitCode: 4, ledgerProblems: [{ kind: 'expired' }] });
    expect(verdict.ledgerProblems[0]?.hint).toContain('agree on a later date with api');
  });

  it('fails the run when its step did not run', () => {
    const verdict = verdictOn([[aStep({ state: 'skipped' })]], [anEntry({ expires: '2026-05-31' })]);
    expect(verdict).toMatchObject({ exitCode: 4, ledgerProblems: [{ kind: 'expired' }] });
  });
});

describe('a repeated entry', () => {
  const second = { file: 'xfails.yaml', line: 9, column: 3 };

  it('is a problem whose message points at the first entry', () => {
    const { ledgerProblems, exitCode } = verdictOn([[failing()]], [anEntry(), anEntry({ at: second })]);
    expect(ledgerProblems).toMatchObject([{ kind: 'duplicate', at: second }]);
    expect(ledgerProblems[0]?.message).toContain('xfails.yaml:2');
    expect(exitCode).toBe(4);
  });

  it.each<[string, Partial<Xfail>]>([
    ['field', { field: '/text' }],
    ['kind', { kind: 'status-mismatch' }],
    ['place', { place: { operation: 'notes.get' } }],
    ['where', { where: 'sandbox' }],
  ])('is not reported if the entry differs in %s', (_title, changes) => {
    const { ledgerProblems } = verdictOn([[failing()]], [anEntry(), anEntry({ ...changes, at: second })]);
    expect(ledgerProblems).toEqual([]);
  });
});

it('sorts the problems of a ledger by line', () => {
  const at = (line: number) => ({ file: 'xfails.yaml', line, column: 3 });
  const entries = [
    anEntry({ at: at(20), where: 'stagin' }),
    anEntry({ at: at(9), strict: true }),
    anEntry({ at: at(10), kind: 'server-error', expires: '2020-01-01' }),
  ];
  const { ledgerProblems } = verdictOn([[aStep()]], entries);
  expect(ledgerProblems.map(({ kind, at }) => `${at.line} ${kind}`)).toEqual([
    '9 strict-xpass',
    '10 expired',
    '20 unmatched',
  ]);
});

describe('an unmatched entry', () => {
  it.each<[string, Partial<Xfail>, string, string]>([
    ['place', { where: 'stagin' }, '"where" must be a target or a client; was "stagin"', 'did you mean "staging"?'],
    [
      'step',
      { place: { step: 'notes/keeps-text/raed' } },
      '"step" must be the address of an existing step; was "notes/keeps-text/raed"',
      `did you mean "${STEP}"?`,
    ],
    [
      'step that is a scenario',
      { place: { step: 'notes/keeps-text' } },
      '"step" must be the address of a single step; "notes/keeps-text" contains several steps',
      `use the address of one step: ${STEP}, notes/keeps-text/write`,
    ],
    [
      'operation',
      { place: { operation: 'notes.craete' } },
      '"operation" must be the id of a contract; was "notes.craete"',
      'did you mean "notes.create"?',
    ],
    [
      'request field',
      { place: { operation: 'notes.create' }, kind: 'field-missing', field: 'author.nme' },
      '"field" must be a field of "notes.create"; was "author.nme"',
      'did you mean "author.name"?',
    ],
  ])('is reported for a %s that does not exist', (_title, changes, message, hint) => {
    const steps = [aStep(), aStep({ address: 'notes/keeps-text/write', operation: 'notes.create' })];
    const verdict = verdictOn([steps], [anEntry(changes)]);
    expect(verdict.ledgerProblems).toEqual([{ kind: 'unmatched', at: anEntry().at, message, hint }]);
    expect(verdict).toMatchObject({ exitCode: 4, xpasses: [] });
  });

  it('has a general hint if no existing name is similar', () => {
    const { ledgerProblems } = verdictOn([[aStep()]], [anEntry({ place: { step: 'quite/another/thing' } })]);
    expect(ledgerProblems[0]?.hint).toBe('`parity run --list` prints every address');
  });

  it('checks the field of a step by the operation that it calls', () => {
    const step = aStep({ address: 'notes/keeps-text/write', operation: 'notes.create' });
    const entry = anEntry({ place: { step: step.address }, kind: 'field-missing', field: 'texxt' });
    expect(verdictOn([[step]], [entry]).ledgerProblems[0]?.hint).toBe('did you mean "text"?');
  });

  it('may name any field of a response', () => {
    const { ledgerProblems, xpasses } = verdictOn([[aStep()]], [anEntry({ field: '/nowhere' })]);
    expect(ledgerProblems).toEqual([]);
    expect(xpasses).toHaveLength(1);
  });

  it('is for an operation that the profile does not have', () => {
    const contracts = aContractSet([aContract('notes.get'), aContract('notes.audit', { profiles: ['hosted'] })]);
    const entry = anEntry({ place: { operation: 'notes.audit' } });
    const { ledgerProblems } = verdictOn([[aStep()]], [entry], { contracts, profile: 'core' });
    expect(ledgerProblems[0]?.message).toBe(
      '"staging" uses profile "core", which does not contain operation "notes.audit"',
    );
  });

  describe('for an operation that no step calls', () => {
    const entry = anEntry({ place: { operation: 'notes.create' } });

    it('is a problem in a whole run', () => {
      expect(verdictOn([[aStep()]], [entry]).ledgerProblems).toMatchObject([
        { kind: 'unmatched', message: 'no step calls the operation "notes.create"' },
      ]);
    });

    it.each([
      ['was narrowed', { whole: false }],
      ['died', { judged: { end: null } }],
      ['bailed out', { judged: { end: anEnd({ bailed: true }) } }],
    ])('is not a problem in a run that %s', (_title, changes) => {
      expect(verdictOn([[aStep()]], [entry], changes).ledgerProblems).toEqual([]);
    });

    it('is not a problem if a scenario has no steps in the recording', () => {
      expect(verdictOn([[aStep()], []], [entry]).ledgerProblems).toEqual([]);
    });
  });
});
