import { shortHash } from '../lib/stable-hash.ts';
import type { Address } from '../model/address.ts';

const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz';

/**
 * Returns a run id of six lower-case letters and digits.
 * @param random returns a number that is at least 0 and less than 1, like `Math.random`
 */
export function createRunId(random: () => number): string {
  return Array.from({ length: 6 }, () => LETTERS[Math.floor(random() * LETTERS.length)]).join('');
}

/**
 * Returns the value of `${run.id}`, which contains only lower-case letters, digits and hyphens: `parity-k3v9x2-1f4e7a`. Each
 * scenario of each run has another value.
 */
export function runName(runId: string, scenario: Address): string {
  return `parity-${runId}-${shortHash([scenario], 6)}`;
}
