import { describe, expect, it } from 'vitest';
import { answerChanges } from '../../../src/audit/handoff/answer-changes.ts';
import type { ObservedSurface } from '../../../src/audit/sources/observed.ts';

type Types = { readonly [pointer: string]: readonly string[] };

function observed(operation: string, types: Types): ObservedSurface {
  const surface = { source: 'observed:x', complete: { operations: false, fields: false }, operations: [], remarks: [] };
  return { ...surface, answerTypes: new Map([[operation, new Map(Object.entries(types))]]) };
}

const covered = new Set(['cues.fire']);
const changes = (older: Types, newer: Types, operation = 'cues.fire') =>
  answerChanges([observed(operation, older), observed(operation, newer)], covered);

describe('response members whose type changed', () => {
  it('are listed with both types', () => {
    expect(changes({ '/body_received': ['object'] }, { '/body_received': ['string'] })).toEqual([
      { at: 'cues.fire /body_received', says: 'string', evidence: 'object' },
    ]);
  });

  it.each<[string, Types, Types]>([
    ['a common type', { '/a': ['object', 'string'] }, { '/a': ['string'] }],
    ['only null before', { '/a': ['null'] }, { '/a': ['string'] }],
    ['a member that is only in one recording', { '/a': ['string'] }, { '/b': ['object'] }],
  ])('are not listed with %s', (_title, older, newer) => {
    expect(changes(older, newer)).toEqual([]);
  });

  it('are not listed for an operation that the client lacks, or if there is only one recording', () => {
    expect(changes({ '/a': ['object'] }, { '/a': ['string'] }, 'cues.get')).toEqual([]);
    expect(answerChanges([observed('cues.fire', { '/a': ['object'] })], covered)).toEqual([]);
  });
});
