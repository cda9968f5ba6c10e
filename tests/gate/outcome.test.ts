import { describe, expect, it } from 'vitest';
import type { JudgedStep, Outcome } from '../../src/model/verdict.ts';
import { aContractSet } from '../builders.ts';
import { aContract, anEnd, anEntry, aStep, STEP, verdictOn } from './builders.ts';

describe('a step', () => {
  it.each<[Outcome, string, JudgedStep]>([
    ['passed', 'has no finding', aStep()],
    ['failed', 'has an error', aStep({ findings: [{}] })],
    ['passed', 'has a warning only', aStep({ findings: [{ severity: 'warning' }] })],
    ['flaky', 'passed after an attempt that did not', aStep({ flaky: true })],
    ['failed', 'is flaky and has an error', aStep({ flaky: true, findings: [{}] })],
    ['blocked', 'could not be exercised', aStep({ state: 'blocked', reason: 'connection refused' })],
    ['skipped', 'was skipped', aStep({ state: 'skipped', reason: 'not in profile core' })],
  ])('is %s when it %s', (outcome, _title, step) => {
    expect(verdictOn([[step]]).scenarios[0]?.steps[0]?.outcome).toBe(outcome);
  });

  it('is xfailed when every error is excused', () => {
    const { scenarios, exitCode } = verdictOn([[aStep({ findings: [{}] })]], [anEntry()]);
    expect(scenarios[0]?.steps[0]).toMatchObject({ outcome: 'xfailed', findings: [], excused: [{ xfail: anEntry() }] });
    expect(exitCode).toBe(0);
  });

  it('is failed if it has an excused finding and another finding', () => {
    const step = aStep({ findings: [{}, { kind: 'response-field-missing', field: '/id' }] });
    const verdict = verdictOn([[step]], [anEntry()]);
    expect(verdict.scenarios[0]?.steps[0]).toMatchObject({ outcome: 'failed', findings: [{ field: '/id' }] });
    expect(verdict.exitCode).toBe(1);
  });

  it('is xfailed if it has an excused error and a warning', () => {
    const step = aStep({ findings: [{}, { kind: 'response-field-undeclared', severity: 'warning' }] });
    expect(verdictOn([[step]], [anEntry()]).scenarios[0]?.outcome).toBe('xfailed');
  });

  it('is xpassed if its entry did not occur', () => {
    expect(verdictOn([[aStep()]], [anEntry()]).scenarios[0]?.outcome).toBe('xpassed');
  });

  it('is xpassed if one of its two entries did not occur', () => {
    const entries = [anEntry(), anEntry({ kind: 'response-field-missing', field: '/id' })];
    expect(verdictOn([[aStep({ findings: [{}] })]], entries).scenarios[0]?.outcome).toBe('xpassed');
  });

  it('is blocked even if a ledger entry matches', () => {
    const step = aStep({ state: 'blocked', reason: 'connection refused', findings: [{}] });
    const verdict = verdictOn([[step]], [anEntry()]);
    expect(verdict.scenarios[0]?.steps[0]).toMatchObject({ outcome: 'blocked', excused: [], xpasses: [] });
    expect(verdict.exitCode).toBe(3);
  });

  it('is passed if a proposed operation is absent, and states the reason', () => {
    expect(verdictOn([[aStep({ proposed: 'absent' })]]).scenarios[0]?.steps[0]).toMatchObject({
      outcome: 'passed',
      reason: 'the contract says `lifecycle: proposed`, and the server does not have the operation',
    });
  });
});

describe('a scenario', () => {
  it.each<[Outcome, JudgedStep[]]>([
    ['failed', [aStep(), aStep({ findings: [{}] }), aStep({ state: 'skipped' })]],
    ['blocked', [aStep(), aStep({ state: 'blocked' }), aStep({ flaky: true })]],
    ['flaky', [aStep({ flaky: true }), aStep({ state: 'skipped' }), aStep()]],
    ['passed', [aStep(), aStep()]],
  ])('is %s when that is the worst of its steps', (outcome, steps) => {
    expect(verdictOn([steps]).scenarios[0]?.outcome).toBe(outcome);
  });

  it('is skipped, not passed, when it has no steps', () => {
    expect(verdictOn([[]]).scenarios[0]?.outcome).toBe('skipped');
  });
});

describe('the verdict', () => {
  it('counts scenarios and steps by outcome', () => {
    const { counts } = verdictOn([[aStep(), aStep({ findings: [{}] })], [aStep({ address: 'notes/other/a' })]]);
    expect(counts.scenarios).toMatchObject({ failed: 1, passed: 1, skipped: 0 });
    expect(counts.steps).toMatchObject({ failed: 1, passed: 2 });
  });

  it('sorts findings by severity, address, kind and field', () => {
    const { findings } = verdictOn([
      [aStep({ address: 'b/x/1', findings: [{ severity: 'warning' }, { field: '/z' }, { field: '/a' }] })],
      [aStep({ address: 'a/x/1', findings: [{}, { kind: 'field-missing' }, { severity: 'warning' }] })],
    ]);
    expect(findings.map((one) => `${one.severity} ${one.address} ${one.kind} ${one.field}`)).toEqual([
      'error a/x/1 field-missing /text',
      'error a/x/1 value-mismatch /text',
      'error b/x/1 value-mismatch /a',
      'error b/x/1 value-mismatch /z',
      'warning a/x/1 value-mismatch /text',
      'warning b/x/1 value-mismatch /text',
    ]);
  });

  it('covers the shipped and deprecated operations of the profile that a step called', () => {
    const contracts = aContractSet([
      aContract('notes.get'),
      aContract('notes.create', { lifecycle: 'deprecated' }),
      aContract('notes.list'),
      aContract('notes.share', { lifecycle: 'proposed' }),
      aContract('notes.old', { lifecycle: 'removed' }),
      aContract('notes.audit', { profiles: ['hosted'] }),
    ]);
    const steps = [aStep(), aStep({ operation: 'notes.list', state: 'blocked' }), aStep({ operation: 'notes.share' })];
    expect(verdictOn([steps], [], { contracts, profile: 'core' }).coverage).toEqual({
      declared: 3,
      exercised: ['notes.get'],
      unexercised: ['notes.create', 'notes.list'],
    });
  });

  it('lists leftovers without failing for them', () => {
    const later = { madeBy: 'z/z/z', operation: 'notes.delete', with: { id: 'n2' }, reason: 'answered 500' };
    const leftover = { madeBy: STEP, operation: 'notes.delete', with: { id: 'n1' }, reason: 'answered 500' };
    const verdict = verdictOn([[aStep()]], [], { judged: { end: anEnd({ leftovers: [later, leftover] }) } });
    expect(verdict).toMatchObject({ leftovers: [leftover, later], exitCode: 0 });
  });

  it('says that nothing ran if the run only waited', () => {
    expect(verdictOn([[aStep({ operation: null })]]).exitCode).toBe(5);
  });

  it.each([
    ['died', null, 3],
    ['was interrupted', anEnd({ interrupted: 'SIGINT' }), 130],
    ['could not write its recording', anEnd({ interrupted: 'recording-failed' }), 3],
  ])('is red if the run %s', (_title, end, code) => {
    expect(verdictOn([[aStep()]], [], { judged: { end } }).exitCode).toBe(code);
  });

  it('is the same whatever order the scenarios come in', () => {
    const scenarios = [[aStep({ address: 'a/x/1', findings: [{}] })], [aStep({ address: 'b/x/1', findings: [{}] })]];
    expect(verdictOn([...scenarios].reverse())).toEqual(verdictOn(scenarios));
  });
});
