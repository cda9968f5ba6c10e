import { shortHash } from '../lib/stable-hash.ts';
import type { Address } from '../model/address.ts';

const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Returns six base-36 letters. @param random returns numbers in [0, 1), like `Math.random` */
export function createRunId(random: () => number): string {
  return Array.from({ length: 6 }, () => LETTERS[Math.floor(random() * LETTERS.length)]).join('');
}

/** `${run.id}`: unique to a run and scenario, and usable as a slug: `parity-k3v9x2-1f4e7a`. */
export function runName(runId: string, scenario: Address): string {
  return `parity-${runId}-${shortHash([scenario], 6)}`;
}
