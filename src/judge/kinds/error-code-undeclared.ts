import { previewValue } from '../../lib/preview-value.ts';
import { declaresCode } from '../readers/classify-answer.ts';
import { errorPointer } from '../readers/error-pointer.ts';
import type { Check } from '../subject.ts';

/** The status is declared, but not with this error code. */
export const errorCodeUndeclared: Check = ({ answer, judge }) => {
  const { kind, code, ofStatus } = answer;
  if (kind !== 'declared' || code === undefined || answer.lenient || declaresCode(ofStatus, code)) return [];
  const codes = [...new Set(ofStatus.flatMap(({ errors }) => errors))].sort();
  const { field, pointer } = errorPointer(judge);
  return [{ field, expected: `one of ${codes.join(', ')}`, observed: previewValue(code), pointer, found: code }];
};
