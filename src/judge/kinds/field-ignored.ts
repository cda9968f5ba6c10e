import type { Kind } from '../kind.ts';

/** A generated write sends a field, and a later read of the resource does not contain it. The planned step declares this finding kind. */
export const fieldIgnored: Kind = {
  title: 'The server accepts a field, and a later read does not show it',
  severity: 'error',
  gravity: 103,
  about: 'promise',
  cause: 'tried-field',
  masks: true,
};
