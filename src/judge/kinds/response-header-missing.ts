import type { Kind } from '../kind.ts';

export const responseHeaderMissing: Kind = {
  title: 'A declared response header is absent',
  severity: 'error',
  gravity: 401,
  about: 'response',
  cause: 'field',
  exchange: ({ response, answer }) =>
    (response?.headersMissing ?? []).map(({ name }) => ({
      field: name,
      expected: 'a value',
      observed: 'nothing',
      pointer: '/response/headers',
      found: answer.response?.headers.map(([other]) => other),
    })),
};
