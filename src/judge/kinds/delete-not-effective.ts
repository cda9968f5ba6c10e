import type { Kind } from '../kind.ts';

/** A generated scenario deletes a resource, and a later call still finds it. The planned step declares this finding kind. */
export const deleteNotEffective: Kind = {
  title: 'A deleted resource still exists',
  severity: 'error',
  gravity: 107,
  about: 'promise',
  cause: 'try',
  masks: true,
};
