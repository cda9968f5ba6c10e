import { describe, expect, it } from 'vitest';
import { addTo, groupBy } from '../../src/lib/group-by.ts';

describe('groupBy', () => {
  it('keeps the order of the first occurrence, and the order within a group', () => {
    const groups = groupBy(['b1', 'a1', 'b2'], ([letter]) => letter);
    expect([...groups]).toEqual([
      ['b', ['b1', 'b2']],
      ['a', ['a1']],
    ]);
  });
});

describe('addTo', () => {
  it('begins a group and adds to it', () => {
    const groups = new Map<string, number[]>();
    addTo(groups, 'a', 1);
    addTo(groups, 'a', 2);
    expect(groups).toEqual(new Map([['a', [1, 2]]]));
  });
});
