import type { Kind } from '../kind.ts';

/** A generated scenario leaves a state in a way that the contract forbids, and the server lets it. A step of the plan declares it as its blame. */
export const transitionNotEnforced: Kind = {
  title: 'A state is left in a way that the contract forbids',
  severity: 'error',
  gravity: 301,
  about: 'promise',
  cause: 'tried-field',
  masks: true,
};
