import type { Kind } from '../kind.ts';

export const cacheValidatorBroken: Kind = {
  title: 'An ETag does not work as declared',
  severity: 'error',
  gravity: 303,
  about: 'promise',
  cause: 'try',
  masks: true,
};
