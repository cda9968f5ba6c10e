import type { Kind } from '../kind.ts';

export const rejectedValid: Kind = {
  title: 'The server rejects a request that the contract allows',
  severity: 'error',
  gravity: 203,
  about: 'promise',
  cause: 'try',
  masks: true,
};
