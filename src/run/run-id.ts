import { shortHash } from '../lib/stable-hash.ts';
import type { Address } from '../model/address.ts';

const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz';

/** `random` works like `Math.random`. */
export function createRunId(random: () => number): string {
  return Array.from({ length: 6 }, () => LETTERS[Math.floor(random() * LETTERS.length)]).join('');
}

/** Returns a value for `${run.id}`, such as `parity-k3v9x2-1f4e7a`. Each run and each scenario has its own value. */
export function runName(runId: string, scenario: Address): string {
  return `parity-${runId}-${shortHash([scenario], 6)}`;
}
