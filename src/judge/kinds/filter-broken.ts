import type { Kind } from '../kind.ts';

export const filterBroken: Kind = {
  title: 'A filtered list contains items that do not match, or lacks items that match',
  severity: 'error',
  gravity: 302,
  about: 'promise',
  cause: 'tried-field',
  masks: true,
};
