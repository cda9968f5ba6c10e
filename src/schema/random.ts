import { shortHash } from '../lib/stable-hash.ts';

/** Random numbers that depend only on a seed and a key. */
export interface Random {
  /** Returns a whole number from `min` to `max`, both included. */
  int(min: number, max: number): number;
  pick<T>(items: readonly [T, ...T[]] | readonly T[]): T;
}

export function createRandom(seed: number, key: readonly string[]): Random {
  let state = Number.parseInt(shortHash([String(seed), ...key], 8), 16);
  const next = () => {
    // The algorithm mulberry32 is short, and good enough to choose test values.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  return {
    int,
    pick: (items) => {
      const picked = items[int(0, items.length - 1)];
      if (picked === undefined) throw new Error('expected a non-empty list');
      return picked;
    },
  };
}
