import type { Kind } from '../kind.ts';

export const rateLimitBroken: Kind = {
  title: 'The server does not enforce the declared rate limit',
  severity: 'error',
  gravity: 304,
  about: 'promise',
  cause: 'try',
  masks: true,
};
