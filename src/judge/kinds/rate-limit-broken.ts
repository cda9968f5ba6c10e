import type { Kind } from '../kind.ts';

/** The server does not limit many quick calls as declared. */
export const rateLimitBroken: Kind = {
  title: 'The server does not keep to the declared rate limit',
  severity: 'error',
  gravity: 304,
  about: 'promise',
  cause: 'try',
  masks: true,
};
