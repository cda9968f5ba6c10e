import { describe, expect, it } from 'vitest';
import { type Progress, renderStatusLine } from '../../src/report/status-line.ts';

const HALFWAY: Progress = { done: 6, total: 12, failed: 0, current: 'notes/keeps-text', elapsedMs: 2400 };

describe('the status line', () => {
  it.each<[string, Partial<Progress>, string]>([
    ['what is done and what is under way', {}, ' 50%  6/12 scenarios  2.4s  notes/keeps-text'],
    ['what failed', { failed: 2 }, ' 50%  6/12 scenarios  2 failed  2.4s  notes/keeps-text'],
    ['the end', { done: 12, current: null }, '100%  12/12 scenarios  2.4s'],
    ['an empty plan', { done: 0, total: 0, current: null }, '100%  0/0 scenarios  2.4s'],
  ])('says %s', (_title, changes, expected) => {
    expect(renderStatusLine({ ...HALFWAY, ...changes }, 100)).toBe(expected);
  });

  it.each([80, 40, 20, 2])('is shorter than %i columns', (width) => {
    const line = renderStatusLine({ ...HALFWAY, current: 'notes/'.repeat(30) }, width);
    expect(line.length).toBeLessThan(width);
  });
});
