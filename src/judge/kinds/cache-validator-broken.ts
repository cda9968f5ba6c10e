import type { Kind } from '../kind.ts';

/**
 * A generated conditional call does not get the response that the ETag requires. The planned step declares this finding
 * kind.
 */
export const cacheValidatorBroken: Kind = {
  title: 'An ETag does not work as declared',
  severity: 'error',
  gravity: 303,
  about: 'promise',
  cause: 'try',
  masks: true,
};
