import type { Kind } from '../kind.ts';

/** A generated scenario changes a resource to a state that the contract forbids, and the server accepts the change. */
export const transitionNotEnforced: Kind = {
  title: 'The server accepts a change of state that the contract forbids',
  severity: 'error',
  gravity: 301,
  about: 'promise',
  cause: 'tried-field',
  masks: true,
};
