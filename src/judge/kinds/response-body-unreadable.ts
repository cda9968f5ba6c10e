import type { Check } from '../subject.ts';

/** Invalid JSON, invalid UTF-8, cut off, or empty where a body is declared. */
export const responseBodyUnreadable: Check = ({ response }) => {
  if (response?.unreadable === undefined) return [];
  const { unreadable, spec } = response;
  return [
    { field: null, expected: spec.contentType, observed: unreadable, pointer: '/response/body', found: unreadable },
  ];
};
