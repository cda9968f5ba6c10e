import { answerText } from '../readers/answer-text.ts';
import type { Check } from '../subject.ts';

/** A status that the contract does not know, expected by the step or not. */
export const statusUndeclared: Check = ({ answer }) => {
  if (answer.kind !== 'undeclared') return [];
  const { text, found } = answerText(answer);
  const expected = `one of ${answer.declared.join(', ') || 'no status'}`;
  return [{ field: null, expected, observed: text, pointer: '/response/status', found }];
};
