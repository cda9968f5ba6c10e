import type { Json } from '../../../model/json.ts';
import { LONGEST, textOfLength } from '../../../schema/sample-text.ts';
import { allowedValues, numberOf, textKeyword } from '../../../schema/shape.ts';
import { answeredValue, refusedValue, takenValue } from '../make-probe.ts';
import type { Probe, ProbeFamily } from '../probe.ts';
import { type ProbeField, type ProbeSubject, wishFor } from '../subject.ts';

/** Probes with texts of the minimum and maximum length, and with one character beyond. */
export const lengths: ProbeFamily = (subject) =>
  subject.fields
    .filter(({ shape, isGuarded }) => shape.types?.has('string') === true && !shape.isChoice && !isGuarded)
    .filter(({ shape }) => allowedValues(shape) === undefined)
    .flatMap((probed) => [...atMaximum(subject, probed), ...atMinimum(subject, probed), ...veryLong(subject, probed)]);

/** Maximum number of characters outside a body, because servers reject long request lines and headers. */
const LONGEST_OUTSIDE_BODY = 4000;

function atMaximum(subject: ProbeSubject, probed: ProbeField): readonly Probe[] {
  const max = numberOf(probed.shape, 'maxLength');
  const { name, place } = probed.field;
  if (max === undefined || (!probed.isBody && max > LONGEST_OUTSIDE_BODY)) return [];
  const text = (length: number, fill = 'x') =>
    textOfLength(probed.shape, length, { ...wishFor(subject, probed), fill });
  const taken = (tries: string, says: string, value: Json | undefined) =>
    value === undefined || place.location === 'path' ? [] : takenValue(subject, probed, { tries, says, value });
  const refused = (tries: string, says: string, value: Json | undefined) =>
    value === undefined ? [] : refusedValue(subject, probed, { tries, says, value });
  const plain = [
    ...taken('at-max-length', `${max} characters for "${name}" are accepted`, text(max)),
    ...refused(
      'over-max-length',
      `${max + 1} characters for "${name}" are rejected`,
      tooLong(probed, text(max + 1), max + 1),
    ),
  ];
  if (!probed.isBody || !isFree(probed)) return plain;
  const wide = (count: number, bytes: string) => `${count} characters, each of ${bytes} bytes, are`;
  return [
    ...plain,
    ...taken('at-max-length-two-bytes', `${wide(max, 'two')} accepted for "${name}"`, text(max, 'é')),
    ...taken('at-max-length-four-bytes', `${wide(max, 'four')} accepted for "${name}"`, text(max, '🦊')),
    ...refused('over-max-length-two-bytes', `${wide(max + 1, 'two')} rejected for "${name}"`, text(max + 1, 'é')),
  ];
}

/** One character more than many databases can store in a text column. */
const VERY_LONG = 65_536;

/** If no maximum is declared, the server may accept or reject a very long text, but must not fail. */
function veryLong(subject: ProbeSubject, probed: ProbeField): readonly Probe[] {
  if (!probed.isBody || !isFree(probed) || numberOf(probed.shape, 'maxLength') !== undefined) return [];
  const value = textOfLength(probed.shape, VERY_LONG, { ...wishFor(subject, probed), fill: 'x' });
  const says = `a call with ${VERY_LONG} characters for "${probed.field.name}" gets a response that the contract declares`;
  return value === undefined ? [] : answeredValue(subject, probed, { tries: 'very-long', says, value });
}

function atMinimum(subject: ProbeSubject, probed: ProbeField): readonly Probe[] {
  const min = numberOf(probed.shape, 'minLength') ?? 0;
  if (min > LONGEST) return [];
  const { name, place } = probed.field;
  const text = (length: number) => textOfLength(probed.shape, length, { ...wishFor(subject, probed), fill: 'x' });
  const [shortest, shorter] = [
    min > 0 ? text(min) : undefined,
    min > 1 ? (text(min - 1) ?? 'x'.repeat(min - 1)) : undefined,
  ];
  const isTaken = place.location !== 'path' && !probed.field.required;
  return [
    ...takenValue(subject, probed, {
      tries: 'at-min-length',
      says: `${min} characters for "${name}" are accepted`,
      value: isTaken ? shortest : undefined,
    }),
    ...refusedValue(subject, probed, {
      tries: 'under-min-length',
      says: `${min - 1} characters for "${name}" are rejected`,
      value: shorter,
    }),
  ];
}

/** If no sample has this length, any text can be sent, because the length alone makes the text invalid. */
function tooLong({ shape }: ProbeField, text: string | undefined, length: number): string | undefined {
  return text ?? (length <= LONGEST && textKeyword(shape, 'format') === undefined ? 'x'.repeat(length) : undefined);
}

/** Returns true if the schema allows any text. */
export function isFree({ shape }: Pick<ProbeField, 'shape'>): boolean {
  return (
    textKeyword(shape, 'format') === undefined &&
    textKeyword(shape, 'pattern') === undefined &&
    allowedValues(shape) === undefined
  );
}
