import type { Kind } from '../kind.ts';
import { answerText } from '../readers/answer-text.ts';

/** An undeclared status is a finding even if the step expects it. */
export const statusUndeclared: Kind = {
  title: 'The contract does not declare this status',
  severity: 'error',
  gravity: 305,
  about: 'response',
  cause: 'status',
  masks: true,
  exchange: ({ answer }) => {
    if (answer.kind !== 'undeclared') return [];
    const { text, found } = answerText(answer);
    const { declared } = answer;
    const expected =
      declared.length === 0 ? 'a declared status, but the contract declares none' : declared.join(' or ');
    return [{ field: null, expected, observed: text, pointer: '/response/status', found }];
  },
};
