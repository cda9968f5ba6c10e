import type { OneWinner } from '../../model/check.ts';
import type { Kind } from '../kind.ts';
import { type AnswersOf, type CheckDraft, copyName, type KeptAnswer } from '../readers/kept-answers.ts';

/** Only the number of successful concurrent calls is judged. */
export const raceLost: Kind = {
  title: 'Several concurrent calls succeed, or none does, although exactly one should',
  severity: 'error',
  gravity: 104,
  about: 'promise',
  cause: 'try',
  masks: true,
  scenario: {
    check: 'one-winner',
    find: (check, answersOf) => (check.check === 'one-winner' ? oneWinner(check, answersOf) : undefined),
  },
};

/** Finds the first round of concurrent calls in which the number of successful calls is not one. */
function oneWinner({ step, copies }: OneWinner, answersOf: AnswersOf): CheckDraft | undefined {
  const answers = answersOf(step) ?? [];
  const roundOf = ({ exchange }: KeptAnswer) =>
    copies === undefined ? 0 : Math.floor((exchange.attempt - 1) / copies);
  const rounds = new Set(answers.map(roundOf));
  return [...rounds]
    .map((round) => lostRound(answers.filter((answer) => roundOf(answer) === round)))
    .find((lost) => lost !== undefined);
}

function lostRound(answers: readonly KeptAnswer[]): CheckDraft | undefined {
  const winners = answers.filter(({ isSuccess }) => isSuccess);
  if (winners.length === 1) return undefined;
  // The evidence is the second success, or the first response if no call succeeded.
  const shown = winners[1] ?? answers[0];
  if (shown === undefined) return undefined;
  const who = winners.length === 0 ? '' : `: ${winners.map(copyName).join(', ')}`;
  const draft = {
    field: null,
    expected: `exactly one of ${answers.length} calls succeeds`,
    observed: `${winners.length} of ${answers.length} calls succeeded${who}`,
    pointer: '/response/status',
    found: shown.body ?? shown.status,
  };
  return { exchange: shown.exchange, draft };
}
