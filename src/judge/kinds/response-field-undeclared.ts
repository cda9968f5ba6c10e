import { bodyDrafts, type Check } from '../subject.ts';

/** Response objects are closed unless their schema says otherwise. */
export const responseFieldUndeclared: Check = ({ response }) =>
  response === null ? [] : bodyDrafts(response.body, ({ kind }) => kind === 'undeclared');
