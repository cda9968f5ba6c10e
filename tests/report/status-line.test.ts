import { describe, expect, it } from 'vitest';
import { type Progress, renderStatusLine } from '../../src/report/status-line.ts';

const HALFWAY: Progress = {
  ...{ unit: 'scenarios', done: 6, total: 12, failed: 0, current: 'notes/keeps-text', elapsedMs: 2400 },
};

describe('the status line', () => {
  it.each<[string, Partial<Progress>, string]>([
    ['how much is done, and the current scenario', {}, ' 50%  6/12 scenarios  2.4s  notes/keeps-text'],
    ['the number of failures', { failed: 2 }, ' 50%  6/12 scenarios  2 failed  2.4s  notes/keeps-text'],
    ['the end', { done: 12, current: null }, '100%  12/12 scenarios  2.4s'],
    ['what the run waits for', { done: 0, total: 0, current: 'starting local' }, '2.4s  starting local'],
    ['what is counted', { unit: 'methods', current: null }, ' 50%  6/12 methods  2.4s'],
    ['how long it will take', { elapsedMs: 6000, current: null }, ' 50%  6/12 scenarios  6.0s (about 6s left)'],
    [
      'how many minutes',
      { total: 600, elapsedMs: 6000, current: null },
      '  1%  6/600 scenarios  6.0s (about 10m left)',
    ],
    ['no time from few scenarios', { done: 2, elapsedMs: 6000, current: null }, ' 16%  2/12 scenarios  6.0s'],
  ])('shows %s', (_title, changes, expected) => {
    expect(renderStatusLine({ ...HALFWAY, ...changes }, 100)).toBe(expected);
  });

  it.each([80, 40, 20, 2])('is shorter than %i columns', (width) => {
    const line = renderStatusLine({ ...HALFWAY, current: 'notes/'.repeat(30) }, width);
    expect(line.length).toBeLessThan(width);
  });
});
