import { describe, expect, it } from 'vitest';
import { addTo, groupBy } from '../../src/lib/group-by.ts';

describe('groupBy', () => {
  it('keeps groups in the order of their first item, and items in their order', () => {
    const groups = groupBy(['b1', 'a1', 'b2'], ([letter]) => letter);
    expect([...groups]).toEqual([
      ['b', ['b1', 'b2']],
      ['a', ['a1']],
    ]);
  });
});

describe('addTo', () => {
  it('adds an item to a new or an existing group', () => {
    const groups = new Map<string, number[]>();
    addTo(groups, 'a', 1);
    addTo(groups, 'a', 2);
    expect(groups).toEqual(new Map([['a', [1, 2]]]));
  });
});
