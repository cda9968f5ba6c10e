import { expect, it } from 'vitest';
import { sayCuts } from '../../src/surface/say-cuts.ts';

it('names the methods of which a trace leaves something out, and the reasons', () => {
  const untried = ['a', 'b', 'c', 'd'].map((method) => ({ method, untried: ['x'] }));
  expect(sayCuts([...untried, { method: 'e', unplayed: true }])).toBe(
    'the trace leaves something out: 4 methods have more arguments than a trace tries (a, b, c and 1 more); ' +
      '1 method has responses in which the trace does not try every enumeration value, because they are too large (e)',
  );
  expect(sayCuts([])).toBeNull();
});
