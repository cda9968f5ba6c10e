import { fieldDraft } from '../readers/request-place.ts';
import { type Check, joinByField } from '../subject.ts';

export const fieldTypeChanged: Check = ({ request }) => {
  if (request === null) return [];
  const bodies = request.bodyProblems
    .filter(({ kind }) => kind === 'not-json' || kind === 'not-utf8')
    .map(({ expected, observed }) => ({ field: null, expected, observed, pointer: '/request/body', found: observed }));
  return joinByField([...bodies, ...request.retyped.map(fieldDraft)]);
};
