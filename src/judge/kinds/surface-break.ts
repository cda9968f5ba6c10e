import type { Kind } from '../kind.ts';

/**
 * A public method or argument changed in a way that breaks callers. Only `parity gate` reports this:
 * `gate/find-breaks.ts` compares the client's surfaces at the base and at the head.
 */
export const surfaceBreak: Kind = {
  title: 'A public method or argument changed in a way that breaks callers',
  severity: 'error',
  gravity: 219,
  about: 'change',
  cause: 'place',
};
