import { previewValue } from '../../lib/preview-value.ts';
import type { Kind } from '../kind.ts';
import { declaresCode } from '../readers/classify-answer.ts';
import { errorPointer } from '../readers/read-response.ts';
import type { Subject } from '../subject.ts';

export const errorCodeMismatch: Kind = {
  title: 'The response has a different error code than the step expects',
  severity: 'error',
  gravity: 307,
  about: 'response',
  cause: 'wish',
  masks: true,
  mismatch: true,
  exchange: ({ answer, exchange, judge, response }) => {
    const { kind, code, wish, ofStatus } = answer;
    const wanted = exchange.expect.error;
    if ((kind !== 'declared' && kind !== 'unrouted') || answer.lenient) return [];
    if (wanted === undefined || code === wanted || !wish.accepts(answer.response?.status ?? 0)) return [];
    // An undeclared or unreadable error code is a finding of a different kind.
    const said = code === undefined ? hasShapeProblem(response) : kind === 'declared' && !declaresCode(ofStatus, code);
    if (said) return [];
    const { field, pointer } = errorPointer(judge);
    const observed = code === undefined ? 'no error code' : previewValue(code);
    return [{ field, expected: previewValue(wanted), observed, pointer, found: code }];
  },
};

function hasShapeProblem(reading: Subject['response']): boolean {
  if (reading === null) return false;
  const { otherMedia, unreadable, unexpected, body } = reading;
  return otherMedia !== undefined || unreadable !== undefined || unexpected !== undefined || body.length > 0;
}
