import type { Kind } from '../kind.ts';

/**
 * A generated call reaches a resource of another owner, or one whose ownership header is absent. The planned step declares this
 * kind as its blame.
 */
export const ownershipNotEnforced: Kind = {
  title: "Another account's resource can be reached",
  severity: 'error',
  gravity: 100,
  about: 'promise',
  cause: 'try',
  masks: true,
};
