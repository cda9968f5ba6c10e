import type { Kind } from '../kind.ts';

/** A generated call without credentials, or with wrong ones, succeeds. The planned step declares this finding kind. */
export const authNotEnforced: Kind = {
  title: 'A call without valid credentials is not rejected',
  severity: 'error',
  gravity: 101,
  about: 'promise',
  cause: 'try',
  masks: true,
};
