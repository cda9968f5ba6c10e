import { userError } from '../lib/error.ts';
import { nearest } from '../lib/nearest.ts';
import type { ContractSet } from '../model/contract.ts';

/** @throws UNKNOWN_OPERATION for an id that is no contract's. */
export function checkOperations(ids: readonly string[] | undefined, { operations }: ContractSet): void {
  for (const id of ids ?? []) {
    if (operations.has(id)) continue;
    const guess = nearest(id, operations.keys());
    throw userError('UNKNOWN_OPERATION', `--operation must be an operation; was "${id}"`, {
      hint: guess ? `Did you mean "${guess}"?` : '`parity check` counts them; each is a file of contracts/.',
    });
  }
}
