import { expect, it } from 'vitest';
import { groupCauses } from '../../../src/judge/causes/group-causes.ts';
import { aFinding } from '../../gate/builders.ts';

it('lists every operation, field and step of a cause', () => {
  const [cause] = groupCauses([
    aFinding({ cause: 'c', operation: 'notes.get', address: 'b', field: '/b' }),
    aFinding({ cause: 'c', operation: 'notes.create', address: 'a', field: '/a' }),
    aFinding({ cause: 'c', operation: 'notes.create', address: 'a', field: '/a' }),
  ]);
  expect(cause).toMatchObject({ count: 3, operations: ['notes.create', 'notes.get'], fields: ['/a', '/b'] });
  expect(cause?.addresses).toEqual(['b', 'a']);
});

it('sorts errors first, then by severity', () => {
  const causes = groupCauses([
    aFinding({ cause: 'cosmetic', kind: 'response-field-undeclared' }),
    aFinding({ cause: 'warning', kind: 'race-lost', severity: 'warning' }),
    aFinding({ cause: 'broken', kind: 'server-error' }),
    aFinding({ cause: 'unguarded', kind: 'ownership-not-enforced' }),
  ]);
  expect(causes.map(({ id }) => id)).toEqual(['unguarded', 'broken', 'cosmetic', 'warning']);
});

it('shows a cause by its smallest reproduction', () => {
  const [cause] = groupCauses([
    aFinding({ cause: 'c', address: 'long', reproduction: ['curl a lot of text'] }),
    aFinding({ cause: 'c', address: 'short', reproduction: ['curl'] }),
  ]);
  expect(cause?.first.address).toBe('short');
});

it('counts a finding once for each step that shows it', () => {
  const finding = aFinding({ cause: 'c', address: 'b' });
  const steps = ['a', 'b', 'c'].map((address) => ({ address, findings: [finding] }));
  const [cause] = groupCauses([finding], steps);
  expect(cause).toMatchObject({ count: 3, addresses: ['b', 'a', 'c'] });
});
