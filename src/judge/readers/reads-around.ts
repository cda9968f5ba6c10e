import type { Removed, Written } from '../../model/check.ts';
import type { AnswersOf, KeptAnswer } from './kept-answers.ts';

interface ReadsAround {
  readonly call: KeptAnswer;
  readonly earlier: KeptAnswer;
  readonly later: KeptAnswer;
}

/** 202 means that the server may still be executing the call. */
const ACCEPTED = 202;

/** Returns the call and the reads before and after the call, unless a response proves nothing. */
export function readsAround({ step, before, after }: Removed | Written, answersOf: AnswersOf): ReadsAround | undefined {
  const [call, earlier, later] = [step, before, after].map((each) => answersOf(each)?.[0]);
  if (call === undefined || earlier === undefined || later === undefined) return undefined;
  const isProof = call.isSuccess && call.status !== ACCEPTED && isRead(earlier) && isRead(later);
  return isProof ? { call, earlier, later } : undefined;
}

function isRead({ isSuccess, body }: KeptAnswer): boolean {
  return isSuccess && body !== undefined;
}
