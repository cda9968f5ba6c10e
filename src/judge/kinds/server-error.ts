import { answerText } from '../readers/answer-text.ts';
import type { Check } from '../subject.ts';

/** 5xx, unless the contract declares the status and the step expects it. */
export const serverError: Check = ({ answer }) => {
  if (answer.kind !== 'server-error') return [];
  const { text, found } = answerText(answer);
  return [{ field: null, expected: answer.wish.text, observed: text, pointer: '/response/status', found }];
};
