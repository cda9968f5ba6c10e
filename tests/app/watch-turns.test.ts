import { describe, expect, it } from 'vitest';
import { createTurns, type Turns } from '../../src/app/watch-turns.ts';

/** Skips the first run, which is always complete. */
function started(): Turns {
  const turns = createTurns();
  turns.take();
  return turns;
}

const EVERYTHING = { files: [], onlyFailed: false };

describe('createTurns', () => {
  it('runs everything first', () => {
    const turns = createTurns();
    turns.change(['contracts/api.yaml']);
    expect(turns.take()).toEqual(EVERYTHING);
    expect(turns.take()).toBeUndefined();
  });

  it('joins changes that wait', () => {
    const turns = started();
    turns.change(['a.yaml']);
    turns.change(['b.yaml']);
    expect(turns.take()).toEqual({ files: ['a.yaml', 'b.yaml'], onlyFailed: false });
  });

  it('runs everything if r is pressed, even if a change waits', () => {
    const turns = started();
    turns.change(['a.yaml']);
    turns.press('r');
    expect(turns.take()).toEqual(EVERYTHING);
  });

  it('runs only what failed if f is pressed and nothing else waits', () => {
    const turns = started();
    turns.press('f');
    expect(turns.take()).toEqual({ files: [], onlyFailed: true });
  });

  it.each([
    ['before', ['change', 'press']],
    ['after', ['press', 'change']],
  ])('does not lose a change that arrives %s f', (_, order) => {
    const turns = started();
    for (const each of order) each === 'change' ? turns.change(['a.yaml']) : turns.press('f');
    expect(turns.take()).toEqual(EVERYTHING);
  });
});
