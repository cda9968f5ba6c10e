import type { Kind } from '../kind.ts';

/** A generated call keeps to the contract, and the server refuses it. A step of the plan declares it as its blame. */
export const rejectedValid: Kind = {
  title: 'The server refuses what the contract allows',
  severity: 'error',
  gravity: 203,
  about: 'promise',
  cause: 'try',
  masks: true,
};
