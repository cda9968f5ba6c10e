import type { Check } from '../subject.ts';

export const responseHeaderMissing: Check = ({ response, answer }) =>
  (response?.headersMissing ?? []).map(({ name }) => ({
    field: name,
    expected: 'a value',
    observed: 'nothing',
    pointer: '/response/headers',
    found: answer.response?.headers.map(([other]) => other),
  }));
