import { previewValue } from '../../lib/preview-value.ts';
import type { Constant } from '../../model/client-surface.ts';
import type { JsonSchema } from '../../model/json.ts';
import type { BodyProblem } from '../../wire/decode-body.ts';
import { parseText } from '../../wire/parse-value.ts';
import { valueOfTree } from '../../wire/value-tree.ts';
import { isSamePlace } from '../../wire/wire-reading.ts';
import { atConstant } from '../client/drafts.ts';
import type { Judge } from '../judge.ts';
import type { Kind } from '../kind.ts';
import type { FieldTarget } from '../readers/client/targets.ts';
import { fieldDraft, strayName } from '../readers/request-place.ts';
import { type Draft, joinByField } from '../subject.ts';

export const fieldValueInvalid: Kind = {
  title: 'A request value violates the schema of its field',
  severity: 'error',
  gravity: 211,
  about: 'request',
  cause: 'place',
  priority: 'P0',
  exchange: ({ request }) =>
    request === null
      ? []
      : joinByField([...request.bodyProblems.flatMap(bodyDraft), ...request.invalid.map(fieldDraft)]),
  // Only values that the client adds are checked.
  trace: ({ uses, judge }) =>
    uses.flatMap((use) =>
      use.fixed.flatMap(({ constant, target }) => {
        if (!isSamePlace(target.place, constant.place)) return [];
        const problems = judge.problems(target.schema, readValue(constant, target, judge));
        // An absent member is a finding of the kind field-missing.
        const problem = problems.find(({ kind }) => kind !== 'missing');
        if (problem === undefined || constant.argument !== null) return [];
        const observed = `always ${constant.mask ?? previewValue(constant.value, 60)}`;
        return [atConstant(use, constant, { field: target.name, expected: problem.expected, observed })];
      }),
    ),
};

function bodyDraft({ kind, pointer, expected, observed }: BodyProblem): readonly Draft[] {
  if (kind === 'content-type') {
    const header = '/request/headers/Content-Type';
    return [{ field: 'Content-Type', expected, observed, pointer: header, found: observed }];
  }
  if (kind !== 'duplicate-member') return [];
  const field = strayName({ location: 'body', name: pointer });
  return [{ field, expected, observed, pointer: `/request/body${pointer}`, found: observed }];
}

/** Outside a body, text is parsed as a value of the field's type. */
function readValue({ value, place }: Constant, { schema, field }: FieldTarget, judge: Judge): unknown {
  if (place.location === 'body') return value;
  const { booleanStyle } = field;
  const tree = { texts: Array.isArray(value) ? value.map(String) : [String(value)], members: new Map() };
  const parse = (text: string, own: JsonSchema) => parseText(text, own, { booleanStyle, schemas: judge.schemas });
  return valueOfTree(tree, schema, { schemas: judge.schemas, parse });
}
