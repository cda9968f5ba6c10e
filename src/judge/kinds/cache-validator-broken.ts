import type { Kind } from '../kind.ts';

/** A conditional request does not get the response that the ETag requires, for example a 304 for an unchanged resource. */
export const cacheValidatorBroken: Kind = {
  title: 'An ETag does not work as declared',
  severity: 'error',
  gravity: 303,
  about: 'promise',
  cause: 'try',
  masks: true,
};
