import { describe, expect, it } from 'vitest';
import { aContractSet } from '../builders.ts';
import { aContract, anEntry, aStep, STEP, verdictOn } from './builders.ts';

describe('an entry whose finding did not occur', () => {
  it('is an xpass that does not fail the run', () => {
    expect(verdictOn([[aStep()]], [anEntry({ field: '/text', ref: 'notes#7' })])).toMatchObject({
      exitCode: 0,
      ledgerProblems: [],
      xpasses: [
        {
          what: `value-mismatch of /text at ${STEP} did not occur`,
          reason: 'The text is normalised on staging.',
          ref: 'notes#7',
          owner: 'api',
          strict: false,
          at: { file: 'xfails.yaml', line: 2 },
          address: STEP,
        },
      ],
    });
  });

  it.each([
    ['the entry is strict', { strict: true }, false],
    ['--strict-xpass makes every xpass strict', {}, true],
  ])('fails the run when %s', (why, changes, strictXpass) => {
    const verdict = verdictOn([[aStep()]], [anEntry(changes)], { strictXpass });
    expect(verdict).toMatchObject({ exitCode: 4, xpasses: [{ strict: true }] });
    const message = `value-mismatch at ${STEP} did not occur, and ${why}`;
    expect(verdict.ledgerProblems).toMatchObject([{ kind: 'strict-xpass', message, hint: 'remove the entry' }]);
  });

  it('is an xpass beside a failure of another kind', () => {
    const step = aStep({ findings: [{ kind: 'response-field-missing', field: '/id' }] });
    expect(verdictOn([[step]], [anEntry()])).toMatchObject({ exitCode: 1, xpasses: [{ address: STEP }] });
  });

  it.each([
    'server-error',
    'no-response',
    'status-mismatch',
    'operation-absent',
  ] as const)('is not outdated if the response could not show the finding: %s', (kind) => {
    expect(verdictOn([[aStep({ findings: [{ kind, field: null }] })]], [anEntry()]).xpasses).toEqual([]);
  });
});

describe('an entry about a request', () => {
  it('is outdated because of the request alone, whatever the response is', () => {
    const step = aStep({ operation: 'notes.create', findings: [{ kind: 'server-error', field: null }] });
    const entry = anEntry({ kind: 'field-missing', field: 'text' });
    expect(verdictOn([[step]], [entry]).xpasses).toHaveLength(1);
  });
});

describe('an entry for an operation', () => {
  const entry = anEntry({ place: { operation: 'notes.get' } });

  it('is an xpass at the first step that called the operation', () => {
    const steps = [aStep({ state: 'skipped' }), aStep({ address: 'notes/keeps-text/again' }), aStep()];
    const { xpasses, counts } = verdictOn([steps], [entry]);
    expect(xpasses.map((xpass) => xpass.address)).toEqual(['notes/keeps-text/again']);
    expect(counts.steps.xpassed).toBe(1);
  });

  it('is not an xpass if one of the steps shows the finding', () => {
    expect(verdictOn([[aStep(), aStep({ findings: [{}] })]], [entry]).xpasses).toEqual([]);
  });

  it('is not an xpass in a restricted run, which may omit the step that shows it', () => {
    expect(verdictOn([[aStep()]], [entry], { whole: false }).xpasses).toEqual([]);
  });

  it('is not an xpass if the operation was not called', () => {
    expect(verdictOn([[aStep({ state: 'blocked' })]], [entry]).xpasses).toEqual([]);
  });
});

describe('a proposed operation that arrived', () => {
  const contracts = aContractSet([aContract('notes.get', { lifecycle: 'proposed' })]);
  const steps = [aStep({ proposed: 'arrived' }), aStep({ address: 'notes/keeps-text/again', proposed: 'arrived' })];

  it('is one xpass that points at its contract', () => {
    expect(verdictOn([steps], [], { contracts })).toMatchObject({
      exitCode: 0,
      xpasses: [
        {
          what: 'notes.get is proposed, but the server already has the operation',
          strict: false,
          at: { file: 'contracts/notes/get.yaml', line: 1 },
          address: STEP,
        },
      ],
    });
  });

  it('fails the run if every xpass is strict', () => {
    expect(verdictOn([steps], [], { contracts, strictXpass: true })).toMatchObject({
      exitCode: 4,
      ledgerProblems: [{ kind: 'strict-xpass', hint: 'set `lifecycle: shipped` in the contract' }],
    });
  });
});
