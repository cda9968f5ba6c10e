import type { Kind } from '../kind.ts';

/** Many calls are sent quickly, and the server does not limit them as declared. */
export const rateLimitBroken: Kind = {
  title: 'The server does not enforce the declared rate limit',
  severity: 'error',
  gravity: 304,
  about: 'promise',
  cause: 'try',
  masks: true,
};
