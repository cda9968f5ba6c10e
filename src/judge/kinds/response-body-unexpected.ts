import type { Check } from '../subject.ts';

export const responseBodyUnexpected: Check = ({ response }) => {
  if (response?.unexpected === undefined) return [];
  const { unexpected } = response;
  return [
    { field: null, expected: 'an empty body', observed: unexpected, pointer: '/response/body', found: unexpected },
  ];
};
