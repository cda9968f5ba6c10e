/** The authentication kinds that each actor of the sandbox has: what a plan needs before the sandbox runs. */
export const SANDBOX_ACTORS = {
  main: ['api_key', 'session'],
  other: ['api_key', 'session'],
  operator: ['internal', 'internal_obo'],
} as const;
