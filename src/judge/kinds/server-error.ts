import type { Kind } from '../kind.ts';
import { answerText } from '../readers/answer-text.ts';

/** A 5xx status is a finding, unless the contract declares it and the step expects it. */
export const serverError: Kind = {
  title: 'The server responds with a 5xx status',
  severity: 'error',
  gravity: 200,
  about: 'response',
  cause: 'try',
  masks: true,
  doubtful: true,
  exchange: ({ answer }) => {
    if (answer.kind !== 'server-error') return [];
    const { text, found } = answerText(answer);
    return [{ field: null, expected: answer.wish.text, observed: text, pointer: '/response/status', found }];
  },
};
