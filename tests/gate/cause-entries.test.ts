import { describe, expect, it } from 'vitest';
import type { Finding, Tried } from '../../src/model/finding.ts';
import { aContractSet } from '../builders.ts';
import { aContract, aField, anEntry, aStep, verdictOn } from './builders.ts';

const CAUSE = 'server-error/nul/5xx';
const contracts = aContractSet([aContract('notes.get', { fields: [aField('title'), aField('body')] })]);
const byCause = anEntry({ kind: 'server-error', place: { cause: CAUSE } });
const byOperation = anEntry({ kind: 'server-error', place: { operation: 'notes.get' } });

function probe(field: string, findings: readonly Partial<Finding>[] = [], what = 'nul') {
  const tried: Tried = { what, about: field };
  const found = findings.map((finding) => ({
    ...{ kind: 'server-error', field: null, cause: `server-error/${what}/5xx`, outcome: '5xx', tried },
    ...finding,
  }));
  return aStep({ address: `probe.notes.get/${field}.${what}/sent`, tried, findings: found as Partial<Finding>[] }); // kinds widen
}

describe('an entry that names a cause', () => {
  it('excuses the cause wherever it occurs', () => {
    const verdict = verdictOn([[probe('title', [{}]), probe('body', [{}])]], [byCause]);
    expect(verdict).toMatchObject({ exitCode: 0, findings: [], ledgerProblems: [] });
  });

  it('does not excuse another variation of the same kind', () => {
    const verdict = verdictOn([[probe('title', [{}]), probe('title', [{}], 'emoji')]], [byCause]);
    expect(verdict.findings.map(({ cause }) => cause)).toEqual(['server-error/emoji/5xx']);
  });

  it('is outdated if a step with the same variation does not show the cause', () => {
    expect(verdictOn([[probe('title')]], [byCause]).xpasses).toMatchObject([{ what: `${CAUSE} did not occur` }]);
  });

  it.each([
    ['tests another variation', probe('title', [], 'emoji')],
    ['is blocked', { ...probe('title'), state: 'blocked' as const }],
  ])('is not outdated because of a step that %s', (_title, step) => {
    expect(verdictOn([[step]], [byCause]).xpasses).toEqual([]);
  });

  it('excuses only the places that it lists', () => {
    const entry = { ...byCause, places: ['notes.get title'] };
    const verdict = verdictOn([[probe('title', [{}]), probe('body', [{}])]], [entry]);
    expect(verdict).toMatchObject({ exitCode: 1, ledgerProblems: [], xpasses: [] });
    expect(verdict.findings.map(({ tried }) => tried?.about)).toEqual(['body']);
  });

  it('does not excuse a new place after another place was repaired', () => {
    const entry = { ...byCause, places: ['notes.get title'] };
    const verdict = verdictOn([[probe('title'), probe('body', [{}])]], [entry], { contracts });
    expect(verdict.findings.map(({ tried }) => tried?.about)).toEqual(['body']);
    expect(verdict.xpasses).toMatchObject([{ what: `${CAUSE} did not occur` }]);
  });

  it('does not exclude a second entry for other places of the cause', () => {
    const entries = ['title', 'body'].map((field) => ({ ...byCause, places: [`notes.get ${field}`] }));
    const verdict = verdictOn([[probe('title', [{}]), probe('body', [{}])]], entries);
    expect(verdict).toMatchObject({ exitCode: 0, findings: [], ledgerProblems: [] });
    const repeated = verdictOn([[probe('title', [{}])]], [...entries, { ...byCause, places: ['notes.get title'] }], {
      contracts,
    });
    expect(repeated.ledgerProblems).toMatchObject([{ kind: 'duplicate' }]);
  });

  it.each([
    ['a variation that no step has', { place: { cause: 'server-error/nul-byte/5xx' } }, 'no step tests the cause'],
    [
      'a field that the contract does not have',
      { places: ['notes.get titel'] },
      '"field" must be a field of "notes.get"',
    ],
  ])('is a mistake if it contains %s', (_title, changes, message) => {
    const verdict = verdictOn([[probe('title')]], [{ ...byCause, ...changes }], { contracts });
    expect(verdict.ledgerProblems).toMatchObject([{ kind: 'unmatched', message: expect.stringContaining(message) }]);
    expect(verdict.xpasses).toEqual([]);
  });

  it('may contain a variation that a partial run does not try', () => {
    const entry = { ...byCause, place: { cause: 'server-error/emoji/5xx' } };
    expect(verdictOn([[probe('title')]], [entry], { whole: false }).ledgerProblems).toEqual([]);
  });

  it('is a mistake if the operation of a place does not exist', () => {
    const verdict = verdictOn([[aStep()]], [{ ...byCause, places: ['notes.gte title'] }]);
    expect(verdict.ledgerProblems).toMatchObject([{ kind: 'unmatched', hint: expect.stringContaining('notes.get') }]);
  });
});

describe('an entry that lists the places of a cause', () => {
  const entry = { ...byCause, places: ['notes.get title', 'notes.get body'] };
  const xpassesOf = (steps: Parameters<typeof verdictOn>[0][number], options = {}) =>
    verdictOn([steps], [entry], { contracts, ...options }).xpasses.map(({ what, address }) => [what, address]);

  it('is not outdated after concurrent calls', () => {
    const race = { ...probe('title'), race: true as const };
    expect(xpassesOf([race, probe('body', [{}])])).toEqual([]);
    expect(verdictOn([[race]], [byCause]).xpasses).toEqual([]);
  });

  it('reports how many places still show the cause, and lists the repaired places', () => {
    expect(xpassesOf([probe('title'), probe('body', [{}])])).toEqual([
      [`${CAUSE} occurs at 1 of 2 places, and no longer at notes.get title`, 'probe.notes.get/title.nul/sent'],
    ]);
  });

  it('reports a partial repair if the run tried only the repaired place', () => {
    expect(xpassesOf([probe('title')], { whole: false })).toEqual([
      [
        `${CAUSE} occurs at 0 of 1 places that were tested (not tested: 1), and no longer at notes.get title`,
        'probe.notes.get/title.nul/sent',
      ],
    ]);
  });

  it('is outdated if the run tried all places and the cause occurs at none of them', () => {
    expect(xpassesOf([probe('title'), probe('body')], { whole: false })).toEqual([
      [`${CAUSE} did not occur`, 'probe.notes.get/title.nul/sent'],
    ]);
  });

  it.each([
    ['did not try', [probe('body', [{}])]],
    ['tried with another value', [probe('title', [], 'emoji'), probe('body', [{}])]],
    ['did not reach', [{ ...probe('title'), state: 'not-tried' as const }, probe('body', [{}])]],
  ])('does not count a place as repaired that the run %s', (_title, steps) => {
    expect(xpassesOf(steps)).toEqual([]);
  });

  it('does not excuse another step of a suite that fails with the same error code', () => {
    const cause = 'server-error/notes.get/internal_error/5xx';
    const failing = (address: string) =>
      aStep({ address, findings: [{ kind: 'server-error', cause, field: null, outcome: '5xx' }] });
    const known = anEntry({ kind: 'server-error', place: { cause }, places: ['notes.get at notes/a/b'] });
    const options = { addresses: new Set(['notes/a/b', 'notes/a/c']) };
    const both = verdictOn([[failing('notes/a/b'), failing('notes/a/c')]], [known], options);
    expect(both.findings.map(({ address }) => address)).toEqual(['notes/a/c']);
    expect(verdictOn([[aStep({ address: 'notes/a/c' })]], [known], options).xpasses).toEqual([]);
    expect(verdictOn([[aStep({ address: 'notes/a/b' })]], [known], options).xpasses).toHaveLength(1);
  });

  it('depends on the step that showed the cause, if its only place contains neither a field nor a step', () => {
    const cause = 'server-error/notes.get/5xx';
    const plain = anEntry({ kind: 'server-error', place: { cause }, places: ['notes.get'], witness: 'notes/a/b' });
    const options = { addresses: new Set(['notes/a/b', 'notes/a/c']) };
    expect(verdictOn([[aStep({ address: 'notes/a/c' })]], [plain], options).xpasses).toEqual([]);
    expect(verdictOn([[aStep({ address: 'notes/a/b' })]], [plain], options).xpasses).toHaveLength(1);
  });
});

describe('an entry that names an operation', () => {
  it('excuses nothing if two variations show the kind, and suggests both', () => {
    const verdict = verdictOn([[probe('title', [{}]), probe('title', [{}], 'emoji')]], [byOperation]);
    expect(verdict).toMatchObject({ exitCode: 1, ledgerProblems: [{ kind: 'ambiguous' }] });
    expect(verdict.ledgerProblems[0]?.hint).toBe(
      'add one of these to the entry: field: title, try: emoji | field: title, try: nul',
    );
  });

  it('excuses one variation of two fields', () => {
    const verdict = verdictOn([[probe('title', [{}]), probe('body', [{}])]], [byOperation]);
    expect(verdict).toMatchObject({ exitCode: 0, findings: [], ledgerProblems: [], xpasses: [] });
  });

  it('reports that one of two fields was repaired', () => {
    const verdict = verdictOn([[probe('title'), probe('body', [{}])]], [byOperation]);
    expect(verdict).toMatchObject({ exitCode: 0, findings: [] });
    expect(verdict.xpasses).toMatchObject([{ what: 'server-error on notes.get occurs at 1 of 2 places' }]);
  });

  it('suggests how to narrow a strict entry after the repair of one field', () => {
    const verdict = verdictOn([[probe('title'), probe('body', [{}])]], [{ ...byOperation, strict: true }]);
    expect(verdict.ledgerProblems).toMatchObject([
      { kind: 'strict-xpass', hint: 'narrow the entry to a field that still fails: `field: body`' },
    ]);
  });

  it.each([
    ['tests another variation', probe('title', [], 'emoji')],
    ['was not tried', { ...probe('title'), state: 'not-tried' as const }],
    ['shows a failure that hides it', probe('title', [{ kind: 'no-response', cause: 'no-response/nul/timeout' }])],
  ])('reports no partial repair if the step of another field %s', (_title, step) => {
    expect(verdictOn([[step, probe('body', [{}])]], [byOperation]).xpasses).toEqual([]);
  });

  it('excuses exactly its variation and its field', () => {
    const entry = { ...byOperation, field: 'title', tries: 'nul' };
    const steps = [probe('title', [{}]), probe('title', [{}], 'emoji'), probe('body', [{}])];
    expect(verdictOn([steps], [entry]).findings.map(({ address }) => address)).toEqual([
      'probe.notes.get/body.nul/sent',
      'probe.notes.get/title.emoji/sent',
    ]);
  });

  it('may be a pattern', () => {
    const entry = { ...byOperation, place: { operation: 'notes.*' }, field: 'title', tries: 'nul' };
    expect(verdictOn([[probe('title', [{}])]], [entry])).toMatchObject({
      exitCode: 0,
      findings: [],
      ledgerProblems: [],
    });
  });

  it('can be outdated although a preparing call was not tried', () => {
    const { tried: _, ...preparing } = probe('body');
    const left = { ...preparing, state: 'not-tried' as const };
    expect(verdictOn([[probe('title'), left]], [byOperation]).xpasses).toHaveLength(1);
    expect(
      verdictOn([[probe('title'), { ...probe('body'), state: 'not-tried' as const }]], [byOperation]).xpasses,
    ).toEqual([]);
  });

  it('is not outdated while a step of the operation is blocked', () => {
    const verdict = verdictOn([[probe('title'), { ...probe('body'), state: 'blocked' as const }]], [byOperation]);
    expect(verdict.xpasses).toEqual([]);
  });
});
