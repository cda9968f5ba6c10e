import type { BodyProblem } from '../../wire/decode-body.ts';
import { fieldDraft, strayName } from '../readers/request-place.ts';
import { type Check, type Draft, joinByField } from '../subject.ts';

export const fieldValueInvalid: Check = ({ request }) =>
  request === null ? [] : joinByField([...request.bodyProblems.flatMap(bodyDraft), ...request.invalid.map(fieldDraft)]);

function bodyDraft({ kind, pointer, expected, observed }: BodyProblem): readonly Draft[] {
  if (kind === 'content-type') {
    const header = '/request/headers/Content-Type';
    return [{ field: 'Content-Type', expected, observed, pointer: header, found: observed }];
  }
  if (kind !== 'duplicate-member') return [];
  const field = strayName({ location: 'body', name: pointer });
  return [{ field, expected, observed, pointer: `/request/body${pointer}`, found: observed }];
}
