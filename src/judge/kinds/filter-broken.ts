import type { Kind } from '../kind.ts';

/** A filtered list contains an item that does not match, or lacks an item that matches. */
export const filterBroken: Kind = {
  title: 'A filtered list contains items that do not match, or lacks items that match',
  severity: 'error',
  gravity: 302,
  about: 'promise',
  cause: 'tried-field',
  masks: true,
};
