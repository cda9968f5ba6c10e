import type { Kind } from '../kind.ts';

/** A generated burst of calls is not limited as declared. The planned step declares this finding kind. */
export const rateLimitBroken: Kind = {
  title: 'The server does not keep to the declared rate limit',
  severity: 'error',
  gravity: 304,
  about: 'promise',
  cause: 'try',
  masks: true,
};
