import type { Kind } from '../kind.ts';

/**
 * A generated scenario makes a state transition that the contract forbids, and the server accepts it. The planned step
 * declares this finding kind.
 */
export const transitionNotEnforced: Kind = {
  title: 'The server accepts a change of state that the contract forbids',
  severity: 'error',
  gravity: 301,
  about: 'promise',
  cause: 'tried-field',
  masks: true,
};
