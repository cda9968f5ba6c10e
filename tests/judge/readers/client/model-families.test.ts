import { describe, expect, it } from 'vitest';
import { modelFamilies } from '../../../../src/judge/readers/client/model-families.ts';
import type { AnswerReading } from '../../../../src/judge/readers/client/read-answer.ts';

function reading(owner: string, names: readonly string[]): AnswerReading {
  const attributes = names.map((name) => ({ class: owner, name, filled: true, holds: [] }));
  return {
    members: [],
    names: new Set(),
    headers: new Set(),
    returned: { cut: new Set(), values: new Set(), named: new Map(), nulls: new Set(), attributes },
  };
}

const CUE = ['id', 'name', 'status', 'schedule', 'created_at'];

describe('the families of models', () => {
  it('contain a model and those with all of its members and more', () => {
    const familyOf = modelFamilies([reading('CueDetail', [...CUE, 'executions']), reading('Cue', CUE)]);
    expect(['Cue', 'CueDetail'].map(familyOf)).toEqual(['Cue', 'Cue']);
  });

  it('separate models that have only a few names in common', () => {
    const familyOf = modelFamilies([
      reading('CueList', ['cues', 'total', 'limit', 'offset']),
      reading('RunList', ['runs', 'total', 'limit', 'offset']),
    ]);
    expect(['CueList', 'RunList'].map(familyOf)).toEqual(['CueList', 'RunList']);
  });

  it('separate models that each have many members of their own', () => {
    const familyOf = modelFamilies([
      reading('Cue', [...CUE, 'a', 'b', 'c', 'd']),
      reading('Agent', [...CUE, 'e', 'f', 'g', 'h']),
    ]);
    expect(['Cue', 'Agent'].map(familyOf)).toEqual(['Cue', 'Agent']);
  });

  it('leave a class unchanged that no response shows', () => {
    expect(modelFamilies([])('Other')).toBe('Other');
  });
});
