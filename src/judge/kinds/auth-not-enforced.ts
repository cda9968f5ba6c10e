import type { Kind } from '../kind.ts';

export const authNotEnforced: Kind = {
  title: 'The server accepts a call without valid credentials',
  severity: 'error',
  gravity: 101,
  about: 'promise',
  cause: 'try',
  masks: true,
};
