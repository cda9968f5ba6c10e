import type { Kind } from '../kind.ts';
import { answerText } from '../readers/answer-text.ts';

/**
 * The server returns a status that the contract does not declare. This is a finding although the step may expect the
 * status.
 */
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
    const expected = `one of ${answer.declared.join(', ') || 'no status'}`;
    return [{ field: null, expected, observed: text, pointer: '/response/status', found }];
  },
};
