import { describe, expect, it } from 'vitest';
import type { JudgedStep } from '../../src/model/verdict.ts';
import { anEntry, aStep, verdictOn } from './builders.ts';

const ENTRY = anEntry({ place: { operation: 'notes.create' }, kind: 'accepted-invalid', field: 'text' });
const TRIES = { kind: 'accepted-invalid', operation: 'notes.create', field: 'text' } as const;
const FOUND = { kind: 'accepted-invalid', field: 'text' } as const;

function probe(name: string, changes: Parameters<typeof aStep>[0] = {}): readonly JudgedStep[] {
  const address = `probe.notes.create/${name}/sent`;
  return [aStep({ address, operation: 'notes.create', promises: [TRIES], ...changes })];
}

describe('an entry for an operation about a promise', () => {
  it('excuses the finding in every generated scenario of its field', () => {
    const verdict = verdictOn(
      [probe('text.null', { findings: [FOUND] }), probe('text.as-list', { findings: [FOUND] })],
      [ENTRY],
    );
    expect(verdict).toMatchObject({ exitCode: 0, findings: [], counts: { scenarios: { xfailed: 2 } } });
  });

  it('does not excuse another field', () => {
    const verdict = verdictOn([probe('size.null', { findings: [{ ...FOUND, field: 'size' }] })], [ENTRY]);
    expect(verdict.findings).toHaveLength(1);
  });

  it('excuses a finding that a step of another operation shows', () => {
    const entry = { ...ENTRY, kind: 'field-ignored' } as const;
    const finding = { kind: 'field-ignored', field: 'text', operation: 'notes.create' } as const;
    const step = aStep({ operation: 'notes.get', findings: [finding] });
    expect(verdictOn([[step]], [entry])).toMatchObject({ exitCode: 0, findings: [] });
    const other = verdictOn([[step]], [{ ...entry, place: { operation: 'notes.get' } }]);
    expect(other.findings).toHaveLength(1);
  });

  it('is an xpass if a generated step tested the kind and found nothing', () => {
    expect(verdictOn([probe('text.null')], [ENTRY]).xpasses).toMatchObject([
      { address: 'probe.notes.create/text.null/sent' },
    ]);
  });

  it.each([
    ['a step of a suite', { promises: undefined }],
    ['a step that tests another field', { promises: [{ ...TRIES, field: 'size' }] }],
    ['a step that tests another kind', { promises: [{ ...TRIES, kind: 'rejected-valid' }] }],
    ['a step whose response could not show the finding', { findings: [{ kind: 'server-error', field: null }] }],
  ] as const)('is not outdated because of %s', (_title, changes) => {
    const step = aStep({ operation: 'notes.create', promises: [TRIES], ...changes } as Parameters<typeof aStep>[0]);
    expect(verdictOn([[step]], [ENTRY]).xpasses).toEqual([]);
  });
});

describe('an entry for a step about a promise', () => {
  const address = 'probe.notes.create/text.null/sent';
  const entry = anEntry({ place: { step: address }, kind: 'accepted-invalid' });
  const options = { addresses: new Set([address]) };

  it('excuses the finding at a generated address', () => {
    const verdict = verdictOn([probe('text.null', { findings: [FOUND] })], [entry], options);
    expect(verdict).toMatchObject({ exitCode: 0, findings: [] });
  });

  it('suggests the most similar address', () => {
    const slip = { ...entry, place: { step: 'probe.notes.create/text.nul/sent' } };
    expect(verdictOn([probe('text.null')], [slip], options).ledgerProblems[0]?.hint).toBe(`did you mean "${address}"?`);
  });

  it('is a mistake if the step does not test the kind', () => {
    const verdict = verdictOn([probe('text.null')], [{ ...entry, kind: 'race-lost' }], options);
    expect(verdict.ledgerProblems).toMatchObject([
      {
        kind: 'unmatched',
        message: `step "${address}" does not test race-lost`,
        hint: 'the step tests accepted-invalid',
      },
    ]);
  });
});
