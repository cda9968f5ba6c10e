import type { Kind } from '../kind.ts';

/** For example, an unchanged resource must return 304 if the request contains its ETag. */
export const cacheValidatorBroken: Kind = {
  title: 'An ETag does not work as declared',
  severity: 'error',
  gravity: 303,
  about: 'promise',
  cause: 'try',
  masks: true,
};
