import type { Kind } from '../kind.ts';

/** A generated call violates the contract in one way, and the server accepts the call. */
export const acceptedInvalid: Kind = {
  title: 'The server accepts a request that the contract forbids',
  severity: 'error',
  gravity: 300,
  about: 'promise',
  cause: 'try',
  masks: true,
};
