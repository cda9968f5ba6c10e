import type { Kind } from '../kind.ts';

/** Invalid JSON, invalid UTF-8, cut off, or empty where a body is declared. */
export const responseBodyUnreadable: Kind = {
  title: 'The body cannot be read as its content type',
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
