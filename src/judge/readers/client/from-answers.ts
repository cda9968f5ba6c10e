import { remember } from '../../../lib/remember.ts';
import { type AnswerReading, type Attribute, addAttribute, readAnswer } from './read-answer.ts';
import type { MethodUse } from './read-use.ts';

/** A method, and a comparison of its result with the response. */
export interface Answered {
  readonly use: MethodUse;
  readonly reading: AnswerReading;
}

/** Responses are read one after another, because all responses of a large client together need a gigabyte of memory. */
export function fromAnswers<Result>(
  uses: readonly MethodUse[],
  take: (answered: Answered) => readonly Result[],
): readonly Result[] {
  return uses.flatMap((use) => {
    const { base, description } = use.method;
    const isLast = base.exchanges.at(-1)?.operation === use.operation;
    const reading = isLast ? readAnswer(base, description) : null;
    return reading === null ? [] : take({ use, reading });
  });
}

export const returnedAttributes = remember((uses: readonly MethodUse[]): readonly Attribute[] => {
  const distinct = new Map<string, Attribute>();
  for (const each of fromAnswers(uses, ({ reading }) => reading.returned.attributes)) addAttribute(each, distinct);
  return [...distinct.values()];
});
