import { previewValue } from '../../../lib/preview-value.ts';
import type { Constant } from '../../../model/client-surface.ts';
import { schemaTypes } from '../../../schema/schema-types.ts';
import { parseItems, parseValue } from '../../../wire/parse-value.ts';
import { atConstant } from '../../client/drafts.ts';
import type { ClientCheck } from '../../client/subject.ts';
import type { Judge } from '../../judge.ts';
import { isSamePlace, type Target } from '../../readers/client/targets.ts';

/** What the client sends by itself breaks the field's schema. What a caller gives is the caller's. */
export const fieldValueInvalid: ClientCheck = ({ uses, judge }) =>
  uses.flatMap((use) =>
    use.fixed.flatMap(({ constant, target }) => {
      if (!isSamePlace(target.place, constant.place)) return [];
      const [problem] = judge.problems(target.schema, readValue(constant, target, judge));
      if (problem === undefined || constant.argument !== null) return [];
      const observed = `always ${previewValue(constant.value, 60)}`;
      return [atConstant(use, constant, { field: target.name, expected: problem.expected, observed })];
    }),
  );

/** Outside a body everything is text: it is read as what the field is. */
function readValue({ value, place }: Constant, { schema, field }: Target, judge: Judge): unknown {
  if (place.location === 'body') return value;
  const texts = Array.isArray(value) ? value.map(String) : [String(value)];
  const isList = schemaTypes(schema, judge.schemas)?.has('array') === true;
  const items = isList && field.arrayStyle === 'comma' ? texts.flatMap((text) => text.split(',')) : texts;
  return isList ? parseItems(items, field, judge.schemas) : parseValue(texts[0] ?? '', field, judge.schemas);
}
