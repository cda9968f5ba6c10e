import { bodyDrafts, type Check } from '../subject.ts';

/** The body of an error breaks the API's envelope, or the schema that the response has of its own. */
export const errorEnvelopeMalformed: Check = ({ response }) => {
  if (response === null || response.spec.status < 400) return [];
  return bodyDrafts(response.body, ({ kind }) => kind !== 'undeclared');
};
