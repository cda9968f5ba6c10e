import type { Removed, Written } from '../../model/check.ts';
import type { AnswersOf, KeptAnswer } from './kept-answers.ts';

/** A call that succeeded, and the successful reads before and after it. */
interface ReadsAround {
  readonly call: KeptAnswer;
  readonly earlier: KeptAnswer;
  readonly later: KeptAnswer;
}

/** The server accepted the call and has not done it yet. */
const ACCEPTED = 202;

/** Returns undefined if the responses prove nothing about the call's effect. */
export function readsAround({ step, before, after }: Removed | Written, answersOf: AnswersOf): ReadsAround | undefined {
  const [call, earlier, later] = [step, before, after].map((each) => answersOf(each)?.[0]);
  if (call === undefined || earlier === undefined || later === undefined) return undefined;
  const isProof = call.isSuccess && call.status !== ACCEPTED && isRead(earlier) && isRead(later);
  return isProof ? { call, earlier, later } : undefined;
}

function isRead({ isSuccess, body }: KeptAnswer): boolean {
  return isSuccess && body !== undefined;
}
