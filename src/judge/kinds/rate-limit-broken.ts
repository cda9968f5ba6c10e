import type { Kind } from '../kind.ts';

/** A generated burst of calls is not limited as the contract says. A step of the plan declares it as its blame. */
export const rateLimitBroken: Kind = {
  title: 'The declared rate limit does not hold',
  severity: 'error',
  gravity: 304,
  about: 'promise',
  cause: 'try',
  masks: true,
};
