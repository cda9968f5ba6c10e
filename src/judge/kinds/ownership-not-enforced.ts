import type { Kind } from '../kind.ts';

/**
 * A generated call reaches a resource of another owner, or a resource whose ownership header was left out. The planned
 * step declares this finding kind.
 */
export const ownershipNotEnforced: Kind = {
  title: 'An account can reach the resource of another account',
  severity: 'error',
  gravity: 100,
  about: 'promise',
  cause: 'try',
  masks: true,
};
