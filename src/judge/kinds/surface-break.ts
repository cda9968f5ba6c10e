import type { Kind } from '../kind.ts';

/** Only `parity gate` reports this kind. It compares the client before and after the pull request (`gate/add-breaks.ts`). */
export const surfaceBreak: Kind = {
  title: 'A public method or argument changed in a way that breaks callers',
  severity: 'error',
  gravity: 219,
  about: 'change',
  cause: 'place',
};
