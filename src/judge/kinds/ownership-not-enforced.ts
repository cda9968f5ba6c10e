import type { Kind } from '../kind.ts';

/** A generated call reaches a resource of another account, or succeeds without the header that names the owner. */
export const ownershipNotEnforced: Kind = {
  title: 'An account can reach the resource of another account',
  severity: 'error',
  gravity: 100,
  about: 'promise',
  cause: 'try',
  masks: true,
};
