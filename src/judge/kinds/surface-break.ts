import type { Kind } from '../kind.ts';

/**
 * A public method or argument changed in a way that breaks callers. Only `parity gate` reports this kind. It compares
 * the surfaces of the client before and after the pull request (`gate/find-breaks.ts`).
 */
export const surfaceBreak: Kind = {
  title: 'A public method or argument changed in a way that breaks callers',
  severity: 'error',
  gravity: 219,
  about: 'change',
  cause: 'place',
};
