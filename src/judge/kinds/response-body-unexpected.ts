import type { Kind } from '../kind.ts';

export const responseBodyUnexpected: Kind = {
  title: 'The response has a body although the contract declares none',
  severity: 'error',
  gravity: 311,
  about: 'response',
  cause: 'status',
  exchange: ({ response }) => {
    if (response?.unexpected === undefined) return [];
    const { unexpected } = response;
    return [
      { field: null, expected: 'an empty body', observed: unexpected, pointer: '/response/body', found: unexpected },
    ];
  },
};
