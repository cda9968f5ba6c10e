import type { Kind } from '../kind.ts';
import { answerText } from '../readers/answer-text.ts';

export const statusMismatch: Kind = {
  title: 'The response has a different status than the step expects',
  severity: 'error',
  gravity: 306,
  about: 'response',
  cause: 'wish',
  masks: true,
  mismatch: true,
  exchange: ({ answer }) => {
    const { kind, response, wish, lenient } = answer;
    if ((kind !== 'declared' && kind !== 'unrouted') || lenient || response === null) return [];
    if (wish.accepts(response.status)) return [];
    const { text, found } = answerText(answer);
    return [{ field: null, expected: wish.text, observed: text, pointer: '/response/status', found }];
  },
};
