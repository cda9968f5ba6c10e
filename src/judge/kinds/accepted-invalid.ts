import type { Kind } from '../kind.ts';

export const acceptedInvalid: Kind = {
  title: 'The server accepts a request that the contract forbids',
  severity: 'error',
  gravity: 300,
  about: 'promise',
  cause: 'try',
  masks: true,
};
