import type { Kind } from '../kind.ts';

/** The body is invalid JSON, invalid UTF-8 or truncated, or it is empty although the contract declares a body. */
export const responseBodyUnreadable: Kind = {
  title: 'The response body cannot be read as the declared content type',
  severity: 'error',
  gravity: 309,
  about: 'response',
  cause: 'status',
  masks: true,
  exchange: ({ response }) => {
    if (response?.unreadable === undefined) return [];
    const { unreadable, spec } = response;
    return [
      { field: null, expected: spec.contentType, observed: unreadable, pointer: '/response/body', found: unreadable },
    ];
  },
};
