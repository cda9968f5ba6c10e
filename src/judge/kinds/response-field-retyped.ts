import { bodyDrafts, type Check } from '../subject.ts';

/** Of a success; an error's body is the envelope's business. */
export const responseFieldRetyped: Check = ({ response }) => {
  if (response === null || response.spec.status >= 400) return [];
  return bodyDrafts(response.body, ({ kind }) => kind === 'retyped');
};
