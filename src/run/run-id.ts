import { shortHash } from '../lib/stable-hash.ts';
import type { Address } from '../model/address.ts';

const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Six letters of base 36. @param random numbers in [0, 1), as `Math.random` gives them */
export function createRunId(random: () => number): string {
  return Array.from({ length: 6 }, () => LETTERS[Math.floor(random() * LETTERS.length)]).join('');
}

/** `${run.id}`: unique to a run and scenario, and fit for a slug: `parity-k3v9x2-1f4e7a`. */
export function runName(runId: string, scenario: Address): string {
  return `parity-${runId}-${shortHash([scenario], 6)}`;
}
