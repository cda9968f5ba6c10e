import type { Kind } from '../kind.ts';

/** A generated destructive call without the declared confirmation succeeds. */
export const confirmationNotEnforced: Kind = {
  title: 'A destructive call succeeds without the declared confirmation',
  severity: 'error',
  gravity: 108,
  about: 'promise',
  cause: 'try',
  masks: true,
};
