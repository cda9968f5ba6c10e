import { describe, expect, it } from 'vitest';
import { modelFamilies } from '../../../../src/judge/readers/client/model-families.ts';
import type { Attribute } from '../../../../src/judge/readers/client/read-answer.ts';

function model(owner: string, names: readonly string[]): readonly Attribute[] {
  return names.map((name) => ({ class: owner, name, filled: true, repeats: false }));
}

const CUE = ['id', 'name', 'status', 'schedule', 'created_at'];

describe('the families of models', () => {
  it('contain a model and the models that have all its members and more', () => {
    const familyOf = modelFamilies([...model('CueDetail', [...CUE, 'executions']), ...model('Cue', CUE)]);
    expect(['Cue', 'CueDetail'].map(familyOf)).toEqual(['Cue', 'Cue']);
  });

  it('separate models that have only a few names in common', () => {
    const familyOf = modelFamilies([
      ...model('CueList', ['cues', 'total', 'limit', 'offset']),
      ...model('RunList', ['runs', 'total', 'limit', 'offset']),
    ]);
    expect(['CueList', 'RunList'].map(familyOf)).toEqual(['CueList', 'RunList']);
  });

  it('separate models that differ in many members', () => {
    const familyOf = modelFamilies([
      ...model('Cue', [...CUE, 'a', 'b', 'c', 'd']),
      ...model('Agent', [...CUE, 'e', 'f', 'g', 'h']),
    ]);
    expect(['Cue', 'Agent'].map(familyOf)).toEqual(['Cue', 'Agent']);
  });

  it('do not change the name of an unknown class', () => {
    expect(modelFamilies([])('Other')).toBe('Other');
  });
});
