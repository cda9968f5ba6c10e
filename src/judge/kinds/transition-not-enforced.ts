import type { Kind } from '../kind.ts';

export const transitionNotEnforced: Kind = {
  title: 'The server accepts a change of state that the contract forbids',
  severity: 'error',
  gravity: 301,
  about: 'promise',
  cause: 'tried-field',
  masks: true,
};
