import { readPointer } from '../../lib/json-pointer.ts';
import { writeJson } from '../../lib/json-text.ts';
import { listWords } from '../../lib/list-words.ts';
import { plural } from '../../lib/plural.ts';
import { previewText } from '../../lib/preview-value.ts';
import type { EachOnce } from '../../model/check.ts';
import type { Kind } from '../kind.ts';
import type { AnswersOf, CheckDraft, KeptAnswer } from '../readers/kept-answers.ts';

const NAMED = 5;

export const paginationBroken: Kind = {
  title: 'The pages do not show every item exactly once',
  severity: 'error',
  gravity: 106,
  about: 'promise',
  cause: 'try',
  masks: true,
  scenario: {
    check: 'each-once',
    find: (check, answersOf) => (check.check === 'each-once' ? eachOnce(check, answersOf) : undefined),
  },
};

function eachOnce(check: EachOnce, answersOf: AnswersOf): CheckDraft | undefined {
  const wanted = wantedKeys(check, answersOf);
  const pages = lastOfEach(check.pages, answersOf);
  const last = pages?.at(-1);
  if (wanted === undefined || pages === undefined || last === undefined) return undefined;
  const sightings = pages.flatMap((page) => readItems(page, check));
  const seen = new Map<string, number>();
  for (const { key } of sightings) seen.set(key, (seen.get(key) ?? 0) + 1);
  const missing = wanted.filter((key) => !seen.has(key));
  const repeated = [...seen].filter(([, count]) => count > 1).map(([key]) => key);
  if (missing.length === 0 && repeated.length === 0) return undefined;
  const again = sightings.findLast(({ key }) => key === repeated[0]);
  const pointer = again?.pointer ?? `/response/body${check.items}`;
  const shown = again?.page ?? last;
  const draft = {
    field: check.items,
    expected: `every item exactly once: ${plural(wanted.length, 'item')} in ${plural(pages.length, 'page')}`,
    observed: [naming('missing', missing), naming('repeated', repeated)].flat().join('; '),
    pointer,
    found: readPointer(shown.body, pointer.slice('/response/body'.length)),
  };
  return { exchange: shown.exchange, draft };
}

function lastOfEach(steps: readonly string[], answersOf: AnswersOf): readonly KeptAnswer[] | undefined {
  const answers = steps.map((step) => answersOf(step)?.at(-1)).filter((answer) => answer !== undefined);
  return answers.length < steps.length ? undefined : answers;
}

function wantedKeys({ wanted }: EachOnce, answersOf: AnswersOf): readonly string[] | undefined {
  const keys = wanted.map(({ step, key }) => readPointer(answersOf(step)?.at(-1)?.body, key));
  return keys.includes(undefined) ? undefined : keys.map((key) => writeJson(key));
}

interface Sighting {
  readonly page: KeptAnswer;
  readonly key: string;
  readonly pointer: string;
}

function readItems(page: KeptAnswer, { items, key }: EachOnce): readonly Sighting[] {
  const list = readPointer(page.body, items);
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown, index) => {
    const value = readPointer(item, key);
    // An item without its id is a finding of a different kind.
    if (value === undefined) return [];
    return [{ page, key: writeJson(value), pointer: `/response/body${items}/${index}${key}` }];
  });
}

function naming(what: string, keys: readonly string[]): readonly string[] {
  const names = keys.map((key) => previewText(key, 60));
  return names.length === 0 ? [] : [`${what} ${listWords(names, NAMED)}`];
}
