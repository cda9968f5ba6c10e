import { groupBy } from '../../lib/group-by.ts';
import { readPointer } from '../../lib/json-pointer.ts';
import { writeJson } from '../../lib/json-text.ts';
import { previewText } from '../../lib/preview-value.ts';
import type { OneResult } from '../../model/check.ts';
import type { Kind } from '../kind.ts';
import { type AnswersOf, type CheckDraft, copyName } from '../readers/kept-answers.ts';

/** At least one of several calls must succeed, and all successful calls must return the same value. */
export const notIdempotent: Kind = {
  title: 'A repeated call does not have the effect that the contract declares',
  severity: 'error',
  gravity: 105,
  about: 'promise',
  cause: 'try',
  masks: true,
  scenario: {
    check: 'one-result',
    find: (check, answersOf) => (check.check === 'one-result' ? oneResult(check, answersOf) : undefined),
  },
};

function oneResult({ step, same }: OneResult, answersOf: AnswersOf): CheckDraft | undefined {
  const answers = answersOf(step);
  if (answers === undefined) return undefined;
  const values = groupBy(
    answers.filter(({ isSuccess }) => isSuccess),
    ({ body }) => writeJson(readPointer(body, same)) ?? 'nothing',
  );
  if (values.size === 1) return undefined;
  // Points to the first response that differs from the earlier responses.
  const shown = [...values.values()][1]?.[0] ?? answers[0];
  if (shown === undefined) return undefined;
  const named = [...values]
    .slice(0, 4)
    .map(([text, group]) => `${previewText(text, 60)} (${group.map(copyName).join(', ')})`);
  const several = `${values.size} values: ${named.join(', ')}${values.size > 4 ? ', …' : ''}`;
  const draft = {
    field: same,
    expected: `the same value in all ${answers.length} responses`,
    observed: values.size === 0 ? `0 of ${answers.length} calls succeeded` : several,
    pointer: values.size === 0 ? '/response/status' : `/response/body${same}`,
    found: values.size === 0 ? (shown.body ?? shown.status) : readPointer(shown.body, same),
  };
  return { exchange: shown.exchange, draft };
}
