import type { Kind } from '../kind.ts';

/**
 * A generated list call with a filter returns an item that does not match, or lacks one that does. The planned step
 * declares this finding kind.
 */
export const filterBroken: Kind = {
  title: 'A filter returns other items or omits matching ones',
  severity: 'error',
  gravity: 302,
  about: 'promise',
  cause: 'tried-field',
  masks: true,
};
