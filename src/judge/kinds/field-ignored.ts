import { readPointer } from '../../lib/json-pointer.ts';
import { writeJson } from '../../lib/json-text.ts';
import { previewValue } from '../../lib/preview-value.ts';
import type { Written } from '../../model/check.ts';
import type { Kind } from '../kind.ts';
import type { AnswersOf, CheckDraft } from '../readers/kept-answers.ts';
import { readsAround } from '../readers/reads-around.ts';

export const fieldIgnored: Kind = {
  title: 'The server accepts a new value, but a later read does not show the new value',
  severity: 'error',
  gravity: 103,
  about: 'promise',
  cause: 'tried-field',
  masks: true,
  doubtful: true,
  scenario: {
    check: 'written',
    find: (check, answersOf) => (check.check === 'written' ? oldValue(check, answersOf) : undefined),
  },
};

/** Only an unchanged value is a finding, because a server may store the value in another form. */
function oldValue(check: Written, answersOf: AnswersOf): CheckDraft | undefined {
  const reads = readsAround(check, answersOf);
  if (reads === undefined) return undefined;
  const { call, earlier, later } = reads;
  const { field, at } = check;
  const sent = call.exchange.asked.with[field];
  const [old, now] = [earlier, later].map(({ body }) => readPointer(body, at));
  if (now === undefined || writeJson(old) !== writeJson(now) || writeJson(sent) === writeJson(now)) return undefined;
  return {
    exchange: later.exchange,
    draft: {
      field,
      expected: `${previewValue(sent, 80)} (sent by ${call.exchange.request.method}, which returned ${call.status})`,
      observed: `${previewValue(now, 80)}, as before`,
      pointer: `/response/body${at}`,
      found: now,
    },
  };
}
