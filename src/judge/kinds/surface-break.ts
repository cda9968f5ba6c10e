import type { Kind } from '../kind.ts';

/** This kind comes from `parity gate`, which compares the client before and after the pull request. */
export const surfaceBreak: Kind = {
  title: 'A public method or argument changed in a way that breaks callers',
  severity: 'error',
  gravity: 219,
  about: 'change',
  cause: 'place',
};
