import type { Kind } from '../kind.ts';
import { bodyDrafts } from '../subject.ts';

/** The body of an error violates the API's envelope, or the schema that the response declares itself. */
export const errorEnvelopeMalformed: Kind = {
  title: 'The error is not in the declared envelope',
  severity: 'error',
  gravity: 316,
  about: 'response',
  cause: 'member',
  exchange: ({ response }) => {
    if (response === null || response.spec.status < 400) return [];
    return bodyDrafts(response.body, ({ kind }) => kind !== 'undeclared');
  },
};
