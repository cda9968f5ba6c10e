import type { Kind } from '../kind.ts';
import { bodyDrafts } from '../subject.ts';

/** The body violates the API's common error format, or the schema that the contract declares for this error response. */
export const errorEnvelopeMalformed: Kind = {
  title: 'The error body does not have the declared format',
  severity: 'error',
  gravity: 316,
  about: 'response',
  cause: 'member',
  exchange: ({ response }) => {
    if (response === null || response.spec.status < 400) return [];
    return bodyDrafts(response.body, ({ kind }) => kind !== 'undeclared');
  },
};
