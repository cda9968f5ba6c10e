import { previewValue } from '../../lib/preview-value.ts';
import type { Kind } from '../kind.ts';
import { declaresCode } from '../readers/classify-answer.ts';
import { errorPointer } from '../readers/read-response.ts';

export const errorCodeUndeclared: Kind = {
  title: 'The contract does not declare this error code',
  severity: 'error',
  gravity: 315,
  about: 'response',
  cause: 'observed',
  exchange: ({ answer, judge }) => {
    const { kind, code, ofStatus } = answer;
    if (kind !== 'declared' || code === undefined || answer.lenient || declaresCode(ofStatus, code)) return [];
    const codes = [...new Set(ofStatus.flatMap(({ errors }) => errors))].sort();
    const { field, pointer } = errorPointer(judge);
    return [{ field, expected: `one of ${codes.join(', ')}`, observed: previewValue(code), pointer, found: code }];
  },
};
