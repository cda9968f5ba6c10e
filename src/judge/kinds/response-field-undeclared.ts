import type { Kind } from '../kind.ts';
import { bodyDrafts } from '../subject.ts';

/** An object may have undeclared members only if its schema allows them explicitly. */
export const responseFieldUndeclared: Kind = {
  title: 'The response has a field that the contract does not declare',
  severity: 'error',
  gravity: 500,
  about: 'response',
  cause: 'member',
  exchange: ({ response }) => (response === null ? [] : bodyDrafts(response.body, ({ kind }) => kind === 'undeclared')),
};
