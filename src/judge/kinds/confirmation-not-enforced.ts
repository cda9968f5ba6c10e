import type { Kind } from '../kind.ts';

export const confirmationNotEnforced: Kind = {
  title: 'A destructive call succeeds without the declared confirmation',
  severity: 'error',
  gravity: 108,
  about: 'promise',
  cause: 'try',
  masks: true,
};
