import { describe, expect, it } from 'vitest';
import { applyBaseline, compareBaseline, updateBaseline } from '../../src/gate/apply-baseline.ts';
import type { BaselineEntry, Drift } from '../../src/model/drift.ts';
import { aStep, verdictOn } from './builders.ts';

function drift(fingerprint: string): Drift {
  return {
    ...{ kind: 'place-differs', operation: 'cues.fire', field: 'send_at', sayings: [], culprit: null },
    ...{ severity: 'error', breaking: true, fingerprint, sentence: '' },
  };
}

function entry(fingerprint: string, expires = '2027-01-31'): BaselineEntry {
  const words = { reason: 'Known.', owner: 'sdk', expires };
  return { fingerprint, kind: 'place-differs', operation: 'cues.fire', field: 'send_at', ...words };
}

const NEW_WORDS = { reason: 'New.', owner: 'sdk', expires: '2027-06-30' };

describe('applyBaseline', () => {
  it('distinguishes new, known, expired and gone drifts', () => {
    const verdict = applyBaseline(
      [drift('aaa'), drift('bbb'), drift('ccc')],
      [entry('bbb'), entry('ccc', '2027-01-30'), entry('ddd')],
      '2027-01-31',
    );
    expect(verdict.fresh).toEqual([drift('aaa')]);
    expect(verdict.known).toEqual([{ drift: drift('bbb'), entry: entry('bbb') }]);
    expect(verdict.expired.map(({ drift: { fingerprint } }) => fingerprint)).toEqual(['ccc']);
    expect(verdict.gone).toEqual([entry('ddd')]);
  });
});

describe('updateBaseline', () => {
  it('keeps the text of known entries, adds new entries and removes entries without a drift', () => {
    const updated = updateBaseline([drift('aaa'), drift('bbb')], [entry('bbb'), entry('ccc')], NEW_WORDS);
    expect(updated).toEqual([{ ...entry('aaa'), ...NEW_WORDS }, entry('bbb')]);
  });
});

describe('compareBaseline', () => {
  const compare = (changes: Parameters<typeof aStep>[0], steps = ['notes/race/calls']) =>
    compareBaseline(
      [{ id: 'race-lost/claim', steps }],
      verdictOn([[aStep({ address: 'notes/race/calls', ...changes }), aStep({ address: 'notes/plain/get' })]]),
    );

  it('calls a cause gone if its step ran and no longer shows it', () => {
    expect(compare({})).toMatchObject({ gone: ['race-lost/claim'], unseen: [], notTried: [] });
  });

  it('calls a cause unseen if its step sent concurrent calls, because such a step shows the cause only by chance', () => {
    expect(compare({ race: true })).toMatchObject({ gone: [], unseen: ['race-lost/claim'], notTried: [] });
    const both = compare({ race: true }, ['notes/race/calls', 'notes/plain/get']);
    expect(both).toMatchObject({ gone: ['race-lost/claim'], unseen: [] });
  });

  it('calls a cause not tried if its step did not run', () => {
    expect(compare({ state: 'not-tried' })).toMatchObject({ gone: [], unseen: [], notTried: ['race-lost/claim'] });
  });
});
