import { describe, expect, it } from 'vitest';
import { modelFamilies } from '../../../../src/judge/readers/client/model-families.ts';
import type { AnswerReading } from '../../../../src/judge/readers/client/read-answer.ts';

function reading(owner: string, names: readonly string[]): AnswerReading {
  const attributes = names.map((name) => ({ class: owner, name, filled: true, holds: [] }));
  return { members: [], names: new Set(), returned: { values: new Set(), named: new Map(), attributes } };
}

const CUE = ['id', 'name', 'status', 'schedule', 'created_at'];

describe('the families of models', () => {
  it('hold a model and those that have all of it and more', () => {
    const familyOf = modelFamilies([reading('CueDetail', [...CUE, 'executions']), reading('Cue', CUE)]);
    expect(['Cue', 'CueDetail'].map(familyOf)).toEqual(['Cue', 'Cue']);
  });

  it('keep models apart that have a few names in common', () => {
    const familyOf = modelFamilies([
      reading('CueList', ['cues', 'total', 'limit', 'offset']),
      reading('RunList', ['runs', 'total', 'limit', 'offset']),
    ]);
    expect(['CueList', 'RunList'].map(familyOf)).toEqual(['CueList', 'RunList']);
  });

  it('keep models apart of which each has much of its own', () => {
    const familyOf = modelFamilies([
      reading('Cue', [...CUE, 'a', 'b', 'c', 'd']),
      reading('Agent', [...CUE, 'e', 'f', 'g', 'h']),
    ]);
    expect(['Cue', 'Agent'].map(familyOf)).toEqual(['Cue', 'Agent']);
  });

  it('leave a class that no answer shows as it is', () => {
    expect(modelFamilies([])('Other')).toBe('Other');
  });
});
