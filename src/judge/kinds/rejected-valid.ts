import type { Kind } from '../kind.ts';

/** A generated call conforms to the contract, and the server rejects it. The planned step declares this finding kind. */
export const rejectedValid: Kind = {
  title: 'The server rejects a request that the contract allows',
  severity: 'error',
  gravity: 203,
  about: 'promise',
  cause: 'try',
  masks: true,
};
