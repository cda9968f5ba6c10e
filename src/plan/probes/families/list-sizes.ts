import { isJsonObject, type Json } from '../../../model/json.ts';
import { sampleItems } from '../../../schema/sample-value.ts';
import { listKeyword, numberOf, partSchema, readShape } from '../../../schema/shape.ts';
import { answeredValue, refusedValue, takenValue } from '../make-probe.ts';
import type { Probe, ProbeFamily } from '../probe.ts';
import { type ProbeField, type ProbeSubject, wishFor } from '../subject.ts';

/** Probes with an empty list, the maximum size, one item too many, and items without required members. */
export const listSizes: ProbeFamily = (subject) =>
  subject.fields
    .filter(({ isBody, shape }) => isBody && shape.types?.has('array') === true && !shape.isChoice)
    .flatMap((probed) => [...sizes(subject, probed), ...itemMembers(subject, probed)]);

function sizes(subject: ProbeSubject, probed: ProbeField): readonly Probe[] {
  const { name } = probed.field;
  const [min, max] = [numberOf(probed.shape, 'minItems') ?? 0, numberOf(probed.shape, 'maxItems')];
  const items = (count: number) => sampleItems(probed.shape, count, wishFor(subject, probed));
  // Outside a JSON body, an empty list looks the same as an absent list.
  const empty = !probed.isTyped
    ? []
    : min > 0
      ? refusedValue(subject, probed, { tries: 'empty', says: `an empty list for "${name}" is rejected`, value: [] })
      : answeredValue(subject, probed, {
          tries: 'empty',
          says: `an empty list for "${name}" gets a response that the contract declares`,
          value: [],
        });
  if (max === undefined) return empty;
  const [atMost, tooMany] = [`${max} items of "${name}" are accepted`, `${max + 1} items of "${name}" are rejected`];
  return [
    ...empty,
    ...takenValue(subject, probed, { tries: 'at-max-items', says: atMost, value: items(max) }),
    ...refusedValue(subject, probed, { tries: 'over-max-items', says: tooMany, value: items(max + 1) }),
  ];
}

function itemMembers(subject: ProbeSubject, probed: ProbeField): readonly Probe[] {
  const shape = readShape(partSchema(probed.shape, 'items'), subject.context.contracts.schemas);
  const [item] = sampleItems(probed.shape, 1, wishFor(subject, probed)) ?? [];
  if (!isJsonObject(item)) return [];
  return (listKeyword(shape, 'required') ?? []).filter(isText).flatMap((member) => {
    const { [member]: _, ...rest } = item;
    return refusedValue(subject, probed, {
      tries: `item-without-${member}`,
      says: `an item of "${probed.field.name}" without "${member}" is rejected`,
      value: [rest],
    });
  });
}

function isText(value: Json): value is string {
  return typeof value === 'string';
}
