import type { Json } from '../../../model/json.ts';
import { partSchema, readShape, type Shape } from '../../../schema/shape.ts';
import { refusedValue } from '../make-probe.ts';
import type { ProbeFamily } from '../probe.ts';
import type { ProbeField, ProbeSubject } from '../subject.ts';

/** Probes with values that no server can convert to the type of the field. */
export const wrongTypes: ProbeFamily = (subject) =>
  subject.fields
    .filter(({ field, isGuarded }) => !field.whole && !isGuarded)
    .flatMap((probed) => [...ofField(subject, probed), ...ofItems(subject, probed)]);

function ofField(subject: ProbeSubject, probed: ProbeField) {
  const { name } = probed.field;
  return wrongValues(probed.shape, probed.isTyped).flatMap(([type, value], index) =>
    refusedValue(subject, probed, {
      tries: `as-${type}`,
      quick: index === 0,
      says: `${article(type)} for "${name}" is rejected`,
      value,
    }),
  );
}

function ofItems(subject: ProbeSubject, probed: ProbeField) {
  if (!probed.isTyped || probed.shape.types?.has('array') !== true) return [];
  const items = readShape(partSchema(probed.shape, 'items'), subject.context.contracts.schemas);
  return wrongValues(items, true).flatMap(([type, value]) =>
    refusedValue(subject, probed, {
      tries: `item-as-${type}`,
      says: `${article(type)} as an item of "${probed.field.name}" is rejected`,
      value: [value],
    }),
  );
}

/** Returns no values that some servers convert, such as the text "5" for the number 5. */
function wrongValues({ types, isChoice }: Shape, isTyped: boolean): readonly (readonly [type: string, value: Json])[] {
  if (types === undefined || types.size === 0 || isChoice) return [];
  const isNumeric = types.has('integer') || types.has('number');
  const wrong: readonly (readonly [boolean, string, Json])[] = [
    [!types.has('string'), 'word', 'parity'],
    [isTyped && !types.has('object'), 'object', { parity: true }],
    [isTyped && !types.has('array'), 'list', ['parity']],
    [types.has('integer') && !types.has('number') && !types.has('string'), 'fraction', 7.5],
    [isTyped && !isNumeric && !types.has('string') && !types.has('boolean'), 'number', 7],
  ];
  // outside a JSON body, every value is valid text
  const texts = isTyped || isNumeric || types.has('boolean') ? wrong : [];
  return texts.filter(([applies]) => applies).map(([, type, value]) => [type, value]);
}

function article(type: string): string {
  return type === 'object' ? 'an object' : `a ${type}`;
}
