import type { Kind } from '../kind.ts';

/** A generated conditional call is not answered as its ETag demands. A step of the plan declares it as its blame. */
export const cacheValidatorBroken: Kind = {
  title: 'An ETag does not do what it is for',
  severity: 'error',
  gravity: 303,
  about: 'promise',
  cause: 'try',
  masks: true,
};
